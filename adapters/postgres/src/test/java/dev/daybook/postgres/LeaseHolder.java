package dev.daybook.postgres;

import java.time.Duration;

/** A node that does nothing but hold a lease, as a process that can be killed. */
final class LeaseHolder {

    private LeaseHolder() {}

    public static void main(String[] arguments) throws InterruptedException {
        PostgresSettings settings =
                new PostgresSettings(arguments[0], arguments[1], arguments[2], 1);
        PostgresLease lease = new PostgresLease(settings, "main", "relay");
        boolean held = false;
        while (true) {
            boolean now = lease.await(held ? Duration.ZERO : Duration.ofSeconds(1));
            if (now != held) {
                held = now;
                System.out.println(held ? "held" : "lost");
            }
            Thread.sleep(5);
        }
    }
}
