package dev.daybook.kafka;

import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.relay.Publisher;
import dev.daybook.engine.relay.PublishingException;
import dev.daybook.engine.relay.Violation;
import dev.daybook.kafka.Violations.Withholding;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Publishes a book to Kafka, each batch in a transaction under the one name that all nodes share.
 *
 * <p>To begin is to take that name: the broker gives up what the node before had not committed, and
 * refuses it from then on. What a broker has forgotten to end is ended. Then the last committed
 * record of each lane tells how far the lane is, which is all the memory there is; a lane that lost
 * its newest records to a broker that lost its disk gets them again. Readers that read committed
 * records only see each event once.
 *
 * <p>An event goes out without a value, and its lane stays complete, when the registry refuses the
 * contract of its type, or when it is larger than {@value #RECORD_BYTES_MAX} bytes, which brokers
 * do not take. Registry and broker are waited for in short spans; whoever calls decides how often.
 */
public final class KafkaPublisher implements Publisher {

    private static final Logger log = LoggerFactory.getLogger(KafkaPublisher.class);

    /** Brokers take 1,048,588 bytes unless told otherwise. */
    static final int RECORD_BYTES_MAX = 1_000_000;

    static final String TOO_LARGE = "too-large";

    private static final int REQUEST_BYTES_MAX = 1_048_576;
    private static final int BLOCK_MILLIS_MAX = 8_000;
    private static final int DELIVERY_MILLIS_MAX = 8_000;
    private static final int LINGER_MILLIS = 5; // a commit does not wait for it

    /** A broker gives up a transaction of a node that is gone by itself, if nobody else begins. */
    private static final int TRANSACTION_MILLIS_MAX = 15_000;

    private static final int PARTITION_BATCH_BYTES = 128 * 1024;
    private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

    private final KafkaSettings settings;
    private final TopicNames names;
    private final KafkaRecords records;
    private final KafkaTopics topics;
    private final HangingTransactions hanging;
    private final LaneTails tails;
    private final RegistryClient registry;
    private final Contracts contracts;
    private final Violations violations = new Violations();
    private final InstantSource clock;
    private @Nullable Producer<byte[], byte[]> producer;
    private PublishedLanes lanes;
    private final List<Withholding> withheldNow = new ArrayList<>();

    /**
     * Reaches nobody yet.
     *
     * @param book the name of the book, by which topics and transactions are called
     */
    public KafkaPublisher(
            KafkaSettings settings,
            RegistrySettings registry,
            String book,
            EventCatalog<?> catalog,
            InstantSource clock) {
        this.settings = settings;
        this.names = new TopicNames(settings.prefix(), book, catalog);
        this.records = new KafkaRecords(names, catalog);
        this.topics = new KafkaTopics(settings, names);
        this.hanging = new HangingTransactions(settings);
        this.tails = new LaneTails(settings, names, records);
        this.registry = new RegistryClient(registry);
        this.contracts = new Contracts(this.registry, names, catalog, System::nanoTime);
        this.clock = clock;
        this.lanes = new PublishedLanes(names.topics());
    }

    @Override
    public void prepare() {
        contracts.registerAll();
    }

    @Override
    public long begin() {
        end();
        try {
            topics.ensure();
            contracts.registerAll();
            Producer<byte[], byte[]> mine =
                    new KafkaProducer<>(
                            producerConfig(), new ByteArraySerializer(), new ByteArraySerializer());
            producer = mine;
            mine.initTransactions();
            hanging.abort(names.partitions());
            lanes = tails.read();
            return lanes.lowest();
        } catch (KafkaException failed) {
            throw failed("begin", failed);
        }
    }

    private Map<String, Object> producerConfig() {
        Map<String, Object> config = settings.client();
        config.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                settings.prefix() + names.book() + ".relay");
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS_MAX);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS_MAX);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS_MAX);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES_MAX);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, PARTITION_BATCH_BYTES);
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return config;
    }

    @Override
    public void publish(Batch batch) {
        Producer<byte[], byte[]> mine = producer;
        if (mine == null) {
            throw new PublishingException("Nothing is published before it has begun.", null);
        }
        try {
            // What it says of the lanes counts once it is committed; when it is not, it is read
            // anew.
            List<ProducerRecord<byte[], byte[]>> batchRecords = records(batch);
            if (!batchRecords.isEmpty()) {
                commit(mine, batchRecords);
                violations.met(withheldNow);
            }
        } catch (RegistryException away) {
            end();
            throw new PublishingException(
                    "The contracts are not known: " + away.getMessage(), away);
        } catch (KafkaException | IllegalStateException failed) {
            throw failed("publish up to position " + batch.position(), failed);
        }
    }

    private static void commit(
            Producer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records) {
        producer.beginTransaction();
        for (ProducerRecord<byte[], byte[]> record : records) {
            Future<RecordMetadata> sent = producer.send(record);
            if (sent.isDone()) {
                check(sent);
            }
        }
        producer.commitTransaction(); // fails when any of those fails that were under way
    }

    /**
     * Sending waits for a broker that is away, and then fails without throwing: another wait for
     * each record of a batch would take hours.
     */
    private static void check(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException cause
                    ? cause
                    : new KafkaException(failed);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted); // which sets the flag again
        }
    }

    private List<ProducerRecord<byte[], byte[]>> records(Batch batch) {
        long nowMillis = clock.millis();
        withheldNow.clear();
        List<ProducerRecord<byte[], byte[]>> batchRecords =
                new ArrayList<>(batch.events().size() + 2 * Lanes.PER_TOPIC);
        // A batch is published whole or not at all: with its last event a lane is as far as it is.
        Map<Integer, ProducerRecord<byte[], byte[]>> lastOfLanes = new HashMap<>();
        for (RecordedEvent event : batch.events()) {
            if (event.position() > lanes.lastEvent(event.topic(), event.lane())) {
                ProducerRecord<byte[], byte[]> record = record(event, nowMillis);
                batchRecords.add(record);
                lastOfLanes.put(Lanes.slot(event.topic(), event.lane()), record);
                lanes.reached(event.topic(), event.lane(), batch.position(), event.position());
            }
        }
        lastOfLanes.values().forEach(record -> KafkaRecords.complete(record, batch.position()));
        if (batch.everyLane()) {
            // Without events it is there to be told again what is known.
            long known = batch.events().isEmpty() ? batch.position() : batch.position() - 1;
            for (Topic topic : names.topics()) {
                for (int lane = 0; lane < Lanes.PER_TOPIC; lane++) {
                    if (lanes.complete(topic, lane) <= known) {
                        batchRecords.add(watermark(topic, lane, batch.position()));
                    }
                }
            }
        }
        return batchRecords;
    }

    private ProducerRecord<byte[], byte[]> watermark(Topic topic, int lane, long position) {
        long lastEvent = lanes.lastEvent(topic, lane);
        lanes.reached(topic, lane, position, lastEvent);
        return records.watermark(topic, lane, position, lastEvent);
    }

    private ProducerRecord<byte[], byte[]> record(RecordedEvent event, long nowMillis) {
        return switch (contracts.of(event)) {
            case Registration.Refused(String code, String message) ->
                    withhold(event, "schema-" + code, message, nowMillis);
            case Registration.Registered(int id) -> {
                ProducerRecord<byte[], byte[]> record = records.recorded(event, id, nowMillis);
                yield bytes(record) <= RECORD_BYTES_MAX
                        ? record
                        : withhold(
                                event,
                                TOO_LARGE,
                                "It would be larger than brokers take.",
                                nowMillis);
            }
        };
    }

    private ProducerRecord<byte[], byte[]> withhold(
            RecordedEvent event, String code, String message, long nowMillis) {
        withheldNow.add(new Withholding(event, code, message));
        return records.withheld(event, code, nowMillis);
    }

    private static int bytes(ProducerRecord<byte[], byte[]> record) {
        int bytes = record.key().length + record.value().length;
        for (Header header : record.headers()) {
            bytes += header.key().length() + header.value().length + 2 * Integer.BYTES;
        }
        return bytes;
    }

    private PublishingException failed(String what, RuntimeException cause) {
        end();
        return new PublishingException("Kafka did not " + what + ": " + cause.getMessage(), cause);
    }

    @Override
    public void end() {
        Producer<byte[], byte[]> mine = producer;
        producer = null;
        if (mine != null) {
            try {
                mine.close(CLOSE_MAX);
            } catch (KafkaException failed) {
                log.warn("The producer could not be closed: {}", failed.getMessage());
            }
        }
    }

    @Override
    public List<Violation> violations() {
        return violations.all();
    }

    @Override
    public void close() {
        end();
        registry.close();
    }
}
