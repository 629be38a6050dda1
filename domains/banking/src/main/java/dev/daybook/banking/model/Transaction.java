package dev.daybook.banking.model;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A posted transaction. What was posted never changes; all that can happen to it is that another
 * takes it back.
 *
 * @param kind what it was for, such as {@code transfer}
 * @param legs sum to zero in each currency
 * @param reverses the transaction that this one takes back, if any
 * @param reversedBy the transaction that took this one back, if any
 */
public record Transaction(
        UUID id,
        String kind,
        List<Posting> legs,
        @Nullable String description,
        Map<String, String> metadata,
        LocalDate valueDate,
        @Nullable UUID reverses,
        @Nullable UUID reversedBy)
        implements BankingState {

    public Transaction {
        legs = List.copyOf(legs);
        metadata = Metadata.sorted(metadata);
    }
}
