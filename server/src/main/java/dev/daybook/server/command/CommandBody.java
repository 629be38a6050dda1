package dev.daybook.server.command;

import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What clients write in the body of a command, component by component as in the contract. Amounts
 * are decimal strings in the account's currency; everything may be missing until it is looked at.
 */
public sealed interface CommandBody {

    @Schema(
            description = "Why this is done, 1 to 500 characters. It is kept in the journal.",
            requiredMode = Schema.RequiredMode.REQUIRED)
    @Nullable String reason();

    @Schema(name = "OpenAccountRequest")
    record OpenAccount(
            @Schema(description = "1–64 of A-Za-z0-9._:-; made when absent") @Nullable String id,
            @Nullable Owner owner,
            @Schema(description = "ISO 4217", example = "EUR") @Nullable String currency,
            @Nullable String product,
            @Schema(description = "How far the balance may go below zero", example = "500.00")
                    @Nullable String overdraftLimit,
            @Nullable String reason)
            implements CommandBody {}

    @Schema(name = "OwnerRequest")
    record Owner(@Nullable String reference, @Nullable String name) {}

    /** A deposit or a withdrawal. */
    @Schema(name = "CashRequest")
    record Cash(
            @Schema(example = "12.34") @Nullable String amount,
            @Nullable String description,
            @Schema(description = "The booking day; today when absent") @Nullable String valueDate,
            @Schema(description = "The book's own account of the other leg", example = "@cash")
                    @Nullable String via,
            @Nullable Map<String, @Nullable String> metadata,
            @Nullable String reason)
            implements CommandBody {}

    @Schema(name = "TransferRequest")
    record Transfer(
            @Nullable String from,
            @Nullable String to,
            @Schema(example = "12.34") @Nullable String amount,
            @Nullable String description,
            @Nullable String valueDate,
            @Nullable Map<String, @Nullable String> metadata,
            @Nullable String reason)
            implements CommandBody {}

    @Schema(name = "PostTransactionRequest")
    record PostTransaction(
            @Schema(example = "payroll") @Nullable String kind,
            @Nullable List<@Nullable Leg> legs,
            @Nullable String description,
            @Nullable String valueDate,
            @Nullable Map<String, @Nullable String> metadata,
            @Nullable String reason)
            implements CommandBody {}

    @Schema(name = "LegRequest")
    record Leg(
            @Nullable String account,
            @Schema(description = "Negative for a debit", example = "-12.34")
                    @Nullable String amount,
            @Nullable String currency) {}

    @Schema(name = "HoldRequest")
    record Hold(
            @Schema(example = "12.34") @Nullable String amount,
            @Schema(description = "When it ends by itself", example = "2026-07-15T12:00:00Z")
                    @Nullable String expiresAt,
            @Nullable String reason)
            implements CommandBody {}

    @Schema(name = "CaptureRequest")
    record Capture(
            @Schema(description = "All of it when absent", example = "12.34")
                    @Nullable String amount,
            @Schema(example = "@cash") @Nullable String via,
            @Nullable String reason)
            implements CommandBody {}

    @Schema(name = "PendingCreditRequest")
    record PendingCredit(
            @Schema(example = "12.34") @Nullable String amount,
            @Nullable String description,
            @Schema(description = "Where it will come from", example = "@cash")
                    @Nullable String via,
            @Nullable String reason)
            implements CommandBody {}

    @Schema(name = "AuthorizedUserRequest")
    record AuthorizedUser(
            @Schema(example = "holder") @Nullable String role,
            @Schema(description = "The most this user may debit at once; none when absent")
                    @Nullable String perTransactionLimit,
            @Nullable String reason)
            implements CommandBody {}

    @Schema(name = "FreezeRequest")
    record Freeze(
            @Schema(description = "Both when neither is said") @Nullable Boolean debits,
            @Nullable Boolean credits,
            @Nullable String reason)
            implements CommandBody {}

    @Schema(name = "OverdraftLimitRequest")
    record OverdraftLimit(
            @Schema(example = "500.00") @Nullable String limit, @Nullable String reason)
            implements CommandBody {}

    /** A command that says all it has to say by its address. */
    @Schema(name = "PlainRequest")
    record Plain(@Nullable String reason) implements CommandBody {}
}
