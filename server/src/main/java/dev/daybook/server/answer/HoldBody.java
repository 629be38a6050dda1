package dev.daybook.server.answer;

import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.Money;

import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** An amount that is set aside on an account, or was. */
@Schema(name = "Hold")
public record HoldBody(
        String id,
        String account,
        String amount,
        String currency,
        @Schema(allowableValues = {"open", "released"}) String status,
        @Nullable Instant placedAt,
        @Nullable Instant expiresAt) {

    public static HoldBody open(String account, String currency, Account.Hold hold) {
        return new HoldBody(
                hold.id(),
                account,
                Money.text(hold.amount(), currency),
                currency,
                "open",
                hold.placedAt(),
                hold.expiresAt());
    }

    public static HoldBody released(String id, String account, long amount, String currency) {
        return new HoldBody(
                id, account, Money.text(amount, currency), currency, "released", null, null);
    }
}
