package dev.daybook.banking.view;

import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.AccountEvent.AccountClosed;
import dev.daybook.banking.model.AccountEvent.AccountOpened;
import dev.daybook.banking.model.AccountEvent.AccountReopened;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.engine.view.Delivery;
import dev.daybook.engine.view.Projection;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/** Keeps the directory of accounts; only the few events that change an entry concern it. */
final class DirectoryEntries implements Projection<BankingEvent, String, DirectoryEntry> {

    @Override
    public Collection<String> keys(Delivery<BankingEvent> delivery) {
        return switch (delivery.event()) {
            case AccountOpened _, AccountClosed _, AccountReopened _ ->
                    List.of(delivery.recorded().entity().value());
            default -> List.of();
        };
    }

    @Override
    public DirectoryEntry fold(
            String key, @Nullable DirectoryEntry before, Delivery<BankingEvent> delivery) {
        return switch (delivery.event()) {
            case AccountOpened opened ->
                    new DirectoryEntry(
                            key,
                            opened.owner().reference(),
                            opened.owner().name(),
                            Account.Status.OPEN,
                            opened.currency(),
                            opened.product(),
                            opened.openedAt());
            case AccountClosed() when before != null -> before.with(Account.Status.CLOSED);
            case AccountReopened() when before != null -> before.with(Account.Status.OPEN);
            default ->
                    throw new IllegalStateException(
                            delivery.recorded() + " does not follow from what is known.");
        };
    }
}
