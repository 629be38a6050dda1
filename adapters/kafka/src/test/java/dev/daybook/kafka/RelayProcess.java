package dev.daybook.kafka;

import dev.daybook.engine.relay.Lease;
import dev.daybook.engine.relay.Relay;
import dev.daybook.engine.relay.Source;
import dev.daybook.postgres.PostgresSettings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A node that does nothing but record a history and relay it, as a process to be killed. */
final class RelayProcess {

    /** The only node that there is. */
    private static final class Alone implements Lease {
        @Override
        public boolean await(Duration atMost) {
            return true;
        }

        @Override
        public void release() {}

        @Override
        public void close() {}
    }

    private RelayProcess() {}

    /** A node that has nobody to share with. */
    static Relay relay(Source source, KafkaPublisher publisher) {
        return new Relay(source, publisher, new Alone(), System::nanoTime);
    }

    /** Starts one on a book that is empty; it prints how far it has published. */
    static Process start(
            KafkaServers servers,
            PostgresSettings database,
            String book,
            ThingsBook.From from,
            int count,
            Instant begin)
            throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RelayProcess.class.getName(),
                        servers.bootstrap(),
                        servers.registry().url().toString(),
                        database.jdbcUrl(),
                        database.user(),
                        database.password(),
                        book,
                        from.name(),
                        Integer.toString(count),
                        begin.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] arguments) throws InterruptedException {
        PostgresSettings database =
                new PostgresSettings(arguments[2], arguments[3], arguments[4], 2);
        String name = arguments[5];
        int count = Integer.parseInt(arguments[7]);
        ThingsBook book =
                new ThingsBook(
                        database,
                        name,
                        ThingsBook.From.valueOf(arguments[6]),
                        Things.history(name, count, Instant.parse(arguments[8])));
        KafkaPublisher publisher =
                new KafkaPublisher(
                        KafkaSettings.at(arguments[0]),
                        RegistrySettings.at(arguments[1]),
                        name,
                        Things.CATALOG,
                        InstantSource.system());
        Relay relay = relay(book.source(), publisher);
        for (int happened = 10; happened <= count; happened += 10) {
            book.upTo(happened);
            relay.step(Duration.ofMillis(100));
            System.out.println(relay.published().position());
        }
    }
}
