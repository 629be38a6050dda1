package dev.daybook.kafka;

import dev.daybook.engine.relay.Lease;
import dev.daybook.engine.relay.Relay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A node that does nothing but relay a history, as a process that can be killed. */
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
    static Relay relay(Journaled journal, KafkaPublisher publisher) {
        return new Relay(journal, publisher, new Alone(), System::nanoTime);
    }

    /** Broker, registry, book, number of events, time of the first. */
    public static void main(String[] arguments) throws InterruptedException {
        int count = Integer.parseInt(arguments[3]);
        Journaled journal =
                new Journaled(Things.history(arguments[2], count, Instant.parse(arguments[4])));
        KafkaPublisher publisher =
                new KafkaPublisher(
                        KafkaSettings.at(arguments[0]),
                        RegistrySettings.at(arguments[1]),
                        arguments[2],
                        Things.CATALOG,
                        InstantSource.system());
        Relay relay = relay(journal, publisher);
        for (int happened = 10; happened <= count; happened += 10) {
            journal.upTo(happened);
            relay.step(Duration.ofMillis(100));
            System.out.println(relay.published().position());
        }
    }
}
