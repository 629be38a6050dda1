package dev.daybook.banking.view;

import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.Posting;
import dev.daybook.banking.model.TransactionEvent.TransactionPosted;
import dev.daybook.banking.model.TransactionEvent.TransactionReversed;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.view.Delivery;
import dev.daybook.engine.view.Projection;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/** Makes a document of each transaction, and marks those that were taken back. */
final class TransactionDocuments implements Projection<BankingEvent, String, TransactionDocument> {

    @Override
    public Collection<String> keys(Delivery<BankingEvent> delivery) {
        return List.of(delivery.recorded().entity().value());
    }

    @Override
    public TransactionDocument fold(
            String key, @Nullable TransactionDocument before, Delivery<BankingEvent> delivery) {
        return switch (delivery.event()) {
            case TransactionPosted posted -> document(key, posted, delivery.recorded());
            case TransactionReversed(var by) when before != null -> before.reversed(by);
            default ->
                    throw new IllegalStateException(
                            delivery.recorded() + " does not follow from what is known.");
        };
    }

    @Override
    public boolean looksBack(Delivery<BankingEvent> delivery) {
        return !(delivery.event() instanceof TransactionPosted);
    }

    private static TransactionDocument document(
            String id, TransactionPosted posted, RecordedEvent recorded) {
        String currency = posted.legs().getFirst().currency();
        long moved =
                posted.legs().stream()
                        .filter(leg -> leg.amount() > 0 && leg.currency().equals(currency))
                        .mapToLong(Posting::amount)
                        .sum();
        return new TransactionDocument(
                id,
                posted.kind(),
                TransactionDocument.POSTED,
                posted.description(),
                posted.metadata(),
                posted.legs().stream().map(Posting::account).toList(),
                posted.legs().stream().map(Posting::currency).distinct().toList(),
                TransactionDocument.searchAmount(moved, currency),
                posted.valueDate(),
                recorded.recordedAt(),
                recorded.position(),
                recorded.command(),
                posted.legs(),
                posted.reverses(),
                null);
    }
}
