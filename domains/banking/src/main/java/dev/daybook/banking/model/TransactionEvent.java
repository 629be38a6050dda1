package dev.daybook.banking.model;

import dev.daybook.engine.event.ValueDated;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Something that happened to one transaction. */
public sealed interface TransactionEvent extends BankingEvent {

    /**
     * The transaction was posted, whole.
     *
     * @param legs sum to zero in each currency
     * @param reverses the transaction that this one takes back, if it is a reversal
     */
    record TransactionPosted(
            UUID transaction,
            String kind,
            List<Posting> legs,
            @Nullable String description,
            Map<String, String> metadata,
            LocalDate valueDate,
            @Nullable UUID reverses)
            implements TransactionEvent, ValueDated {

        public TransactionPosted {
            legs = List.copyOf(legs);
            metadata = Metadata.sorted(metadata);
        }
    }

    /**
     * The transaction was taken back by another.
     *
     * @param by the reversing transaction
     */
    record TransactionReversed(UUID by) implements TransactionEvent {}
}
