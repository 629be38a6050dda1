package dev.daybook.kafka;

import dev.daybook.engine.relay.PublishingException;

import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ends transactions in the topics of a book that nobody else will end.
 *
 * <p>Kafka decides a transaction first and then writes its mark into each partition. A broker that
 * is killed in between resumes with the marks; but when a partition has no leader in the moment in
 * which it looks for one, as is usual just after a start, it takes the partition for deleted, skips
 * it, and forgets the transaction. Its records are there and can never be seen, and neither can any
 * after them; or they are seen twice, when the next mark of the same producer counts for them too.
 *
 * <p>Such a transaction is known by being open in a partition while no coordinator knows of it
 * (KIP-664 calls it hanging). It is aborted there: nobody has read of it, and what it held is
 * published again. Brokers want a principal for this that may alter the cluster.
 */
final class HangingTransactions {

    private static final Logger log = LoggerFactory.getLogger(HangingTransactions.class);

    private static final Set<TransactionState> FINISHED =
            Set.of(
                    TransactionState.EMPTY,
                    TransactionState.COMPLETE_COMMIT,
                    TransactionState.COMPLETE_ABORT);

    private final KafkaSettings settings;

    HangingTransactions(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * To be called by who has begun under the transactional id of the book, and so has none under
     * way.
     *
     * @throws PublishingException when a producer that lives has an open transaction there: what is
     *     published cannot be known before it ends
     * @throws KafkaException when Kafka cannot be reached or refuses
     */
    void abort(List<TopicPartition> partitions) {
        try (Admin admin = BrokerAnswers.admin(settings)) {
            Map<TopicPartition, PartitionProducerState> states =
                    BrokerAnswers.of(admin.describeProducers(partitions).all());
            states.forEach((partition, state) ->
                    state.activeProducers().stream()
                            .filter(each -> each.currentTransactionStartOffset().isPresent())
                            .forEach(each -> abort(admin, partition, each)));
        }
    }

    private static void abort(Admin admin, TopicPartition partition, ProducerState producer) {
        Collection<TransactionListing> known =
                BrokerAnswers.of(
                        admin.listTransactions(
                                        new ListTransactionsOptions()
                                                .filterProducerIds(List.of(producer.producerId())))
                                .all());
        for (TransactionListing each : known) {
            if (!FINISHED.contains(each.state())) {
                throw new PublishingException(
                        "The topic "
                                + partition.topic()
                                + " has an open transaction of "
                                + each.transactionalId()
                                + ", and how far it is published cannot be known before that ends.",
                        null);
            }
        }
        log.warn(
                "A broker has forgotten a transaction in {} from offset {} on. It is aborted, and"
                        + " its events are published again.",
                partition,
                producer.currentTransactionStartOffset().getAsLong());
        BrokerAnswers.of(
                admin.abortTransaction(
                                new AbortTransactionSpec(
                                        partition,
                                        producer.producerId(),
                                        (short) producer.producerEpoch(),
                                        Math.max(0, producer.coordinatorEpoch().orElse(0))))
                        .all());
    }
}
