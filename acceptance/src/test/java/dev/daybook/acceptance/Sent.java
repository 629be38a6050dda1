package dev.daybook.acceptance;

import dev.daybook.testkit.Bank;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.util.UUID;

/** A transfer that was sent with a key, and what its client knows of it. */
final class Sent {

    final String key = UUID.randomUUID().toString();
    final String from;
    final String to;
    final int cents;

    /** Where it stands in the journal, as it was answered; 0 while nothing was. */
    volatile long position;

    volatile @Nullable UUID command;

    Sent(String from, String to, int cents) {
        this.from = from;
        this.to = to;
        this.cents = cents;
    }

    boolean isAcknowledged() {
        return position > 0;
    }

    void acknowledge(UUID answered, long at) {
        command = answered;
        position = at;
    }

    /** The body of a request of its own. */
    ObjectNode body() {
        return Bank.transferring(from, to, BigDecimal.valueOf(cents, 2).toPlainString());
    }

    /** As it stands in a batch. */
    ObjectNode line() {
        return body().put("type", "transfer").put("key", key);
    }

    @Override
    public String toString() {
        return key + " " + from + " → " + to + " " + cents + " at " + position;
    }
}
