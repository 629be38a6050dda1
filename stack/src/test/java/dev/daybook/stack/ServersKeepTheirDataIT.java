package dev.daybook.stack;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a server has acknowledged is there again after it was killed, and after it was stopped. */
@Execution(ExecutionMode.CONCURRENT) // most of its time it waits
@ResourceLock("beside others") // so that its own tests stay in one thread
class ServersKeepTheirDataIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir Path directory;

    @Test
    void kafkaKeepsRecordsTransactionsAndWhereAGroupIs() throws Exception {
        int port;
        try (KafkaBroker broker = KafkaBroker.start(directory, 0)) {
            port = broker.port();
            assertThat(broker.address()).isEqualTo("127.0.0.1:" + port);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
                admin.createTopics(List.of(new NewTopic("events", 2, (short) 1))).all().get();
            }
            try (KafkaProducer<String, String> producer = producer(broker)) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("events", 0, "ann", "opened")).get();
                producer.send(new ProducerRecord<>("events", 0, "ann", "credited")).get();
                producer.commitTransaction();
            }
            try (KafkaConsumer<String, String> consumer = consumer(broker)) {
                assertThat(read(consumer, 1)).containsExactly("opened");
                consumer.commitSync();
            }
            broker.kill();
            assertThat(broker.isHealthy()).isFalse();
        }
        try (KafkaBroker broker = KafkaBroker.start(directory, port);
                KafkaConsumer<String, String> consumer = consumer(broker)) {
            assertThat(read(consumer, 1)).containsExactly("credited");
            consumer.commitSync();
        }
        try (KafkaBroker broker = KafkaBroker.start(directory, port);
                KafkaConsumer<String, String> consumer = consumer(broker)) {
            TopicPartition lane = new TopicPartition("events", 0);
            // Behind both records is the mark of their transaction's commit.
            assertThat(consumer.committed(Set.of(lane)).get(lane).offset()).isBetween(2L, 3L);
        }
    }

    private static KafkaProducer<String, String> producer(KafkaBroker broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address(), "transactional.id", "relay"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static KafkaConsumer<String, String> consumer(KafkaBroker broker) {
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.address(),
                                "group.id",
                                "view",
                                "max.poll.records",
                                1,
                                "isolation.level",
                                "read_committed",
                                "auto.offset.reset",
                                "earliest",
                                "enable.auto.commit",
                                false),
                        new StringDeserializer(),
                        new StringDeserializer());
        consumer.subscribe(List.of("events"));
        return consumer;
    }

    private static List<String> read(KafkaConsumer<String, String> consumer, int records) {
        List<String> values = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (values.size() < records && System.nanoTime() < deadline) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                values.add(record.value());
            }
        }
        return values;
    }

    @Test
    void theRegistryKeepsSchemasUnderTheirIds() throws Exception {
        String schema =
                "{\"schema\": \"{\\\"type\\\": \\\"record\\\", \\\"name\\\": \\\"Opened\\\","
                        + " \\\"fields\\\": []}\"}";
        int port;
        String answer;
        try (SchemaRegistry registry = SchemaRegistry.start(directory, 0)) {
            port = registry.port();
            answer = send(post(registry.url() + "/subjects/events-Opened/versions", schema)).body();
            assertThat(answer).contains("\"id\":");
            registry.kill();
        }
        try (SchemaRegistry registry = SchemaRegistry.start(directory, port)) {
            assertThat(send(get(registry.url() + "/subjects")).body()).contains("events-Opened");
            assertThat(
                            send(post(registry.url() + "/subjects/events-Opened/versions", schema))
                                    .body())
                    .isEqualTo(answer);
        }
    }

    @Test
    void elasticsearchKeepsDocuments() throws Exception {
        int port;
        try (Elasticsearch elasticsearch = Elasticsearch.start(directory, 0)) {
            port = elasticsearch.port();
            String document = "{\"description\": \"Salary November\"}";
            assertThat(
                            send(put(elasticsearch.url() + "/transactions/_doc/1", document))
                                    .statusCode())
                    .isEqualTo(201);
            elasticsearch.kill();
            assertThat(elasticsearch.isHealthy()).isFalse();
        }
        try (Elasticsearch elasticsearch = Elasticsearch.start(directory, port)) {
            assertThat(send(get(elasticsearch.url() + "/transactions/_doc/1")).body())
                    .contains("Salary November");
            assertThat(send(get(elasticsearch.url() + "/transactions/_search?q=salary")).body())
                    .contains("Salary November");
        }
    }

    @Test
    void redisKeepsKeysAndAsksForItsPassword() throws Exception {
        int port;
        try (RedisServer redis = RedisServer.start(directory, 0)) {
            port = redis.port();
            assertThat(redis(redis, "GET balance")).isEqualTo("-NOAUTH Authentication required.");
            assertThat(redis(redis, "AUTH " + redis.password(), "SET balance 1250"))
                    .isEqualTo("+OK");
            redis.kill();
        }
        try (RedisServer redis = RedisServer.start(directory, port)) {
            assertThat(redis(redis, "AUTH " + redis.password(), "STRLEN balance")).isEqualTo(":4");
        }
    }

    /** The last command's answer. */
    private static String redis(RedisServer redis, String... commands) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.on(redis.port()));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            String answer = "";
            for (String command : commands) {
                socket.getOutputStream().write((command + "\r\n").getBytes(UTF_8));
                answer = in.readLine();
            }
            return answer;
        }
    }

    @Test
    void theObjectStoreKeepsObjectsAndTheirRetention() throws Exception {
        int port;
        try (ObjectStore store = ObjectStore.start(directory, 0)) {
            port = store.port();
            String retention =
                    "<Retention xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Mode>COMPLIANCE"
                            + "</Mode><RetainUntilDate>2036-01-01T00:00:00Z</RetainUntilDate>"
                            + "</Retention>";
            assertThat(send(put(object(store), "a segment")).statusCode()).isEqualTo(200);
            assertThat(send(putXml(object(store) + "?retention", retention)).statusCode())
                    .isEqualTo(200);
            store.kill();
        }
        try (ObjectStore store = ObjectStore.start(directory, port)) {
            assertThat(send(get(object(store))).body()).isEqualTo("a segment");
            assertThat(send(get(object(store) + "?retention")).body())
                    .contains("COMPLIANCE", "2036-01-01");
        }
    }

    private static String object(ObjectStore store) {
        return store.url() + "/" + ObjectStore.BUCKET + "/main/1-1000.avro";
    }

    @Test
    void theReadDatabaseKeepsRows() throws Exception {
        int port;
        try (ReadDatabase database = ReadDatabase.start(directory, 0)) {
            port = database.port();
            execute(database, "create table seen (position bigint)");
            execute(database, "insert into seen values (41)");
            database.kill();
            assertThat(database.isHealthy()).isFalse();
        }
        try (ReadDatabase database = ReadDatabase.start(directory, port);
                Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select position from seen")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong(1)).isEqualTo(41);
        }
    }

    private static void execute(ReadDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(ReadDatabase database) throws SQLException {
        return DriverManager.getConnection(
                database.settings().jdbcUrl(),
                database.settings().user(),
                database.settings().password());
    }

    private static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url)).GET().build();
    }

    private static HttpRequest post(String url, String json) {
        return json(url).POST(BodyPublishers.ofString(json)).build();
    }

    private static HttpRequest put(String url, String json) {
        return json(url).PUT(BodyPublishers.ofString(json)).build();
    }

    private static HttpRequest putXml(String url, String xml) {
        return HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofString(xml)).build();
    }

    private static HttpRequest.Builder json(String url) {
        return HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json");
    }

    private static HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return HTTP.send(request, BodyHandlers.ofString());
    }

    @Test
    void whatAnEarlierProcessLeftRunningIsStopped() {
        try (RedisServer left = RedisServer.start(directory, 0, Lifetime.OF_ITS_OWN);
                RedisServer redis = RedisServer.start(directory, left.port())) {
            assertThat(redis.isHealthy()).isTrue();
            assertThat(Files.exists(directory.resolve("server.log.1"))).isTrue();
        }
    }
}
