package dev.daybook.server.answer;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.daybook.banking.model.Money;
import dev.daybook.banking.model.Transaction;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A posted transaction. */
@Schema(name = "Transaction")
public record TransactionBody(
        UUID id,
        @Schema(example = "transfer") String kind,
        @Schema(allowableValues = {"posted", "reversed"}) String status,
        @Nullable String description,
        LocalDate valueDate,
        Instant recordedAt,
        long position,
        UUID command,
        List<LegBody> legs,
        Map<String, String> metadata,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID reverses,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID reversedBy) {

    /**
     * One leg.
     *
     * @param balanceAfter null where the caller may not see it
     */
    @Schema(name = "Leg")
    public record LegBody(
            String account,
            @Schema(description = "Negative for a debit", example = "-12.34") String amount,
            String currency,
            @Nullable String balanceAfter,
            @Nullable Long accountVersion) {}

    /**
     * @param recordedAt when it was posted
     * @param position where it was posted
     */
    public static TransactionBody of(
            Transaction transaction, Instant recordedAt, long position, Caller caller) {
        return new TransactionBody(
                transaction.id(),
                transaction.kind(),
                transaction.reversedBy() == null ? "posted" : "reversed",
                transaction.description(),
                transaction.valueDate(),
                recordedAt,
                position,
                transaction.id(),
                transaction.legs().stream()
                        .map(leg -> {
                            boolean mayUse = caller.mayUse(leg.account());
                            return new LegBody(
                                    leg.account(),
                                    Money.text(leg.amount(), leg.currency()),
                                    leg.currency(),
                                    mayUse ? Money.text(leg.balanceAfter(), leg.currency()) : null,
                                    mayUse ? leg.accountVersion() : null);
                        })
                        .toList(),
                transaction.metadata(),
                transaction.reverses(),
                transaction.reversedBy());
    }
}
