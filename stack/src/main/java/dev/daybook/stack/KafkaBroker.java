package dev.daybook.stack;

import dev.daybook.stack.ServerProcess.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A Kafka cluster of one node, which is its own controller (KRaft). Topics that it keeps for itself
 * have one replica, as there is nowhere to put another. It makes no topic unasked.
 */
public final class KafkaBroker implements StackServer {

    private static final Duration START_MAX = Duration.ofMinutes(3);
    private static final Duration FORMAT_MAX = Duration.ofSeconds(60);

    /** Who listens is reached from this machine only. */
    private static final String OPEN =
            "listener.security.protocol.map=CLIENTS:PLAINTEXT,BROKERS:PLAINTEXT,CONTROLLER:PLAINTEXT\n";

    private final int port;
    private final int ownPort;
    private final ServerProcess process;

    private KafkaBroker(int port, int ownPort, ServerProcess process) {
        this.port = port;
        this.ownPort = ownPort;
        this.process = process;
    }

    /**
     * Starts a broker on a directory; what it kept there it still has.
     *
     * @param port 0 for any that is free
     * @throws ServerFailedException when it does not start
     */
    public static KafkaBroker start(Path directory, int port) {
        return start(directory, port, Lifetime.OF_THIS_PROCESS);
    }

    /**
     * Starts a broker that sends its clients to another port of this machine than its own, behind
     * which something forwards to it. It reaches itself without that.
     *
     * @param port 0 for any that is free
     * @param advertised where clients are told to connect to
     * @throws ServerFailedException when it does not start
     */
    public static KafkaBroker startBehind(int advertised, Path directory, int port) {
        return start(directory, Ports.orFree(port), advertised, OPEN, Lifetime.OF_THIS_PROCESS);
    }

    /**
     * Starts a broker that speaks TLS with its clients and wants them to sign in (SASL/PLAIN).
     *
     * @throws ServerFailedException when it does not start
     */
    public static KafkaBroker startSecured(Path directory, Security security) {
        int actual = Ports.free();
        return start(directory, actual, actual, security.settings(), Lifetime.OF_THIS_PROCESS);
    }

    /**
     * Whom a broker lets in, and what it shows of itself.
     *
     * @param keyStore its key and certificate, as PKCS #12
     */
    public record Security(Path keyStore, String keyStorePassword, String user, String password) {

        private String settings() {
            return """
            listener.security.protocol.map=CLIENTS:SASL_SSL,BROKERS:PLAINTEXT,CONTROLLER:PLAINTEXT
            listener.name.clients.ssl.keystore.type=PKCS12
            listener.name.clients.ssl.keystore.location=%s
            listener.name.clients.ssl.keystore.password=%s
            listener.name.clients.sasl.enabled.mechanisms=PLAIN
            listener.name.clients.plain.sasl.jaas.config=\
              org.apache.kafka.common.security.plain.PlainLoginModule required user_%s="%s";
            """
                    .formatted(keyStore, keyStorePassword, user, password);
        }

        @Override
        public String toString() {
            return user;
        }
    }

    static KafkaBroker start(Path directory, int port, Lifetime lifetime) {
        int actual = Ports.orFree(port);
        return start(directory, actual, actual, OPEN, lifetime);
    }

    private static KafkaBroker start(
            Path directory, int actual, int advertised, String security, Lifetime lifetime) {
        Path home = directory.toAbsolutePath();
        ServerProcess.prepare(home);
        int own = Ports.free();
        try {
            Path configuration =
                    Files.writeString(
                            home.resolve("server.properties"),
                            configuration(home, actual, advertised, own, Ports.free()) + security);
            format(home, configuration);
            Program program =
                    new Program(
                            "Kafka",
                            home,
                            actual,
                            List.of(
                                    Installation.java(),
                                    "-Xms256m",
                                    "-Xmx384m",
                                    "-XX:+UseSerialGC",
                                    "-XX:+ExitOnOutOfMemoryError",
                                    "-Dorg.slf4j.simpleLogger.showDateTime=true",
                                    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
                                    "-cp",
                                    Installation.classPath("kafka"),
                                    "kafka.Kafka",
                                    configuration.toString()),
                            Map.of(),
                            () -> KafkaProbe.isServing(own),
                            START_MAX);
            return new KafkaBroker(actual, own, ServerProcess.start(program, lifetime));
        } catch (IOException unwritable) {
            throw ServerFailedException.files(home, unwritable);
        }
    }

    private static String configuration(
            Path home, int port, int advertised, int ownPort, int controllerPort) {
        return """
        process.roles=broker,controller
        node.id=1
        listeners=CLIENTS://127.0.0.1:%1$d,BROKERS://127.0.0.1:%3$d,CONTROLLER://127.0.0.1:%4$d
        advertised.listeners=CLIENTS://127.0.0.1:%2$d,BROKERS://127.0.0.1:%3$d
        inter.broker.listener.name=BROKERS
        controller.listener.names=CONTROLLER
        controller.quorum.voters=1@127.0.0.1:%4$d
        log.dirs=%5$s

        default.replication.factor=1
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=8
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=8
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        share.coordinator.state.topic.num.partitions=2
        auto.create.topics.enable=false

        # A group of one machine need not wait for members to gather.
        group.initial.rebalance.delay.ms=0
        # After a kill, the broker is let in again when this has passed.
        broker.session.timeout.ms=6000
        broker.heartbeat.interval.ms=1000
        num.network.threads=2
        num.io.threads=4
        """
                .formatted(port, advertised, ownPort, controllerPort, home.resolve("data"));
    }

    /** Gives a new directory its identity, which Kafka wants done by a program of its own. */
    private static void format(Path home, Path configuration) throws IOException {
        if (Files.exists(home.resolve("data").resolve("meta.properties"))) {
            return;
        }
        Path log = home.resolve("format.log");
        Process format =
                new ProcessBuilder(
                                Installation.java(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx128m",
                                "-cp",
                                Installation.classPath("kafka"),
                                "kafka.tools.StorageTool",
                                "format",
                                "--cluster-id",
                                clusterId(new SecureRandom()),
                                "--config",
                                configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (!format.waitFor(FORMAT_MAX.toSeconds(), TimeUnit.SECONDS)
                    || format.exitValue() != 0) {
                throw new ServerFailedException(
                        "Kafka could not make its storage in "
                                + home
                                + ": "
                                + LogFile.lastWords(log));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerFailedException("The start of Kafka was interrupted.", interrupted);
        } finally {
            format.destroyForcibly();
        }
    }

    /**
     * As Kafka writes one: 128 bits in 22 letters of base64url. One that begins with a hyphen is
     * not given, as Kafka's own {@code Uuid.randomUuid()} does not: its programs would take it for
     * an option.
     */
    static String clusterId(RandomGenerator random) {
        byte[] bits = new byte[16];
        String id;
        do {
            random.nextBytes(bits);
            id = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        } while (id.startsWith("-"));
        return id;
    }

    /** For {@code bootstrap.servers}. */
    public String address() {
        return address(port);
    }

    static String address(int port) {
        return "127.0.0.1:" + port;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean isHealthy() {
        return KafkaProbe.isServing(ownPort);
    }

    @Override
    public void close() {
        process.stop();
    }

    @Override
    public void kill() {
        process.kill();
    }
}
