package dev.daybook.bench.peer.axon;

import dev.daybook.bench.peer.axon.AccountEvents.MoneyDeposited;
import dev.daybook.bench.peer.axon.AccountEvents.MoneyWithdrawn;

import org.axonframework.messaging.commandhandling.annotation.CommandHandler;
import org.axonframework.messaging.eventhandling.gateway.EventAppender;
import org.axonframework.modelling.annotation.InjectEntity;

/** Decides on transfers: one command, an event to each of two accounts, both or neither. */
final class TransferHandler {

    @CommandHandler
    void handle(
            TransferMoney command, @InjectEntity TransferAccounts accounts, EventAppender events) {
        if (!accounts.areOpen()) {
            throw new IllegalArgumentException("One of " + command.parties() + " is not open.");
        }
        if (accounts.fromCents() < command.cents()) {
            throw new IllegalArgumentException(
                    "Not enough money on account " + command.parties().from());
        }
        MoneyWithdrawn withdrawn =
                new MoneyWithdrawn(
                        command.parties().from(),
                        command.transaction(),
                        command.cents(),
                        accounts.fromCents() - command.cents(),
                        command.description());
        MoneyDeposited deposited =
                new MoneyDeposited(
                        command.parties().to(),
                        command.transaction(),
                        command.cents(),
                        accounts.toCents() + command.cents(),
                        command.description());
        // In the order of the accounts: each insert holds an entry of the unique index, and two
        // transfers that went opposite ways would wait for each other.
        if (withdrawn.account().compareTo(deposited.account()) < 0) {
            events.append(withdrawn, deposited);
        } else {
            events.append(deposited, withdrawn);
        }
    }
}
