package dev.daybook.server.answer;

import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.Money;

import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Money that is announced for an account and not available yet, or was. */
@Schema(name = "PendingCredit")
public record PendingCreditBody(
        String id,
        String account,
        String amount,
        String currency,
        @Schema(allowableValues = {"pending", "returned"}) String status,
        @Nullable String via,
        @Nullable String description,
        @Nullable Instant addedAt) {

    public static PendingCreditBody pending(
            String account, String currency, Account.PendingCredit credit) {
        return new PendingCreditBody(
                credit.id(),
                account,
                Money.text(credit.amount(), currency),
                currency,
                "pending",
                credit.via(),
                credit.description(),
                credit.addedAt());
    }

    public static PendingCreditBody returned(
            String id, String account, long amount, String currency) {
        return new PendingCreditBody(
                id, account, Money.text(amount, currency), currency, "returned", null, null, null);
    }
}
