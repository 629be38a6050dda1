package dev.daybook.bench.peer.axon;

import org.axonframework.modelling.annotation.TargetEntityId;

/** The command. */
record TransferMoney(
        String transaction, @TargetEntityId Parties parties, long cents, String description) {

    /** The two accounts of a transfer, which together identify what it decides on. */
    record Parties(String from, String to) {}
}
