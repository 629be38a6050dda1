package dev.daybook.server.answer;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.BookAccount;
import dev.daybook.banking.model.Money;
import dev.daybook.banking.model.Transaction;

import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An account.
 *
 * @param currency null for a book account with several
 * @param balances by currency, of the book's own accounts only
 */
@Schema(name = "Account")
public record AccountBody(
        String id,
        @Nullable OwnerBody owner,
        @Nullable String currency,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String product,
        @Schema(allowableValues = {"open", "closed"}) String status,
        FrozenBody frozen,
        @Schema(example = "12.34") @Nullable String balance,
        @Schema(description = "What may be debited now", example = "12.34")
                @Nullable String available,
        @Schema(description = "Announced and not available yet", example = "0.00")
                @Nullable String pending,
        @Schema(example = "0.00") @Nullable String overdraftLimit,
        long version,
        @Nullable Instant openedAt,
        List<AuthorizedUserBody> authorizedUsers,
        List<HoldBody> holds,
        List<PendingCreditBody> pendingCredits,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> balances) {

    @Schema(name = "Owner")
    public record OwnerBody(String reference, String name) {}

    @Schema(name = "Frozen")
    public record FrozenBody(boolean debits, boolean credits) {}

    @Schema(name = "AuthorizedUser")
    public record AuthorizedUserBody(
            String user, String role, @Nullable String perTransactionLimit) {}

    /** An account of either kind. */
    public static AccountBody of(String id, BankingState state, long version) {
        return switch (state) {
            case Account account -> of(account, version);
            case BookAccount account -> of(id, account, version);
            case Transaction transaction ->
                    throw new IllegalArgumentException(
                            transaction.id() + " is a transaction, not an account.");
        };
    }

    private static AccountBody of(Account account, long version) {
        String currency = account.currency();
        return new AccountBody(
                account.id(),
                new OwnerBody(account.owner().reference(), account.owner().name()),
                currency,
                account.product(),
                account.status().name().toLowerCase(Locale.ROOT),
                new FrozenBody(account.debitsFrozen(), account.creditsFrozen()),
                Money.text(account.balance(), currency),
                Money.text(account.available(), currency),
                Money.text(account.pending(), currency),
                Money.text(account.overdraftLimit(), currency),
                version,
                account.openedAt(),
                account.authorizedUsers().stream()
                        .map(user ->
                                new AuthorizedUserBody(
                                        user.user(),
                                        user.role(),
                                        textOrNull(user.perTransactionLimit(), currency)))
                        .toList(),
                account.holds().stream()
                        .map(hold -> HoldBody.open(account.id(), currency, hold))
                        .toList(),
                account.pendingCredits().stream()
                        .map(credit -> PendingCreditBody.pending(account.id(), currency, credit))
                        .toList(),
                null);
    }

    private static AccountBody of(String id, BookAccount account, long version) {
        Map<String, String> balances = new TreeMap<>();
        account.balances()
                .forEach((currency, minor) -> balances.put(currency, Money.text(minor, currency)));
        boolean one = balances.size() == 1;
        String balance = one ? balances.values().iterator().next() : null;
        return new AccountBody(
                id,
                null,
                one ? balances.keySet().iterator().next() : null,
                null,
                "open",
                new FrozenBody(false, false),
                balance,
                null,
                null,
                null,
                version,
                null,
                List.of(),
                List.of(),
                List.of(),
                balances);
    }

    static @Nullable String textOrNull(@Nullable Long minor, String currency) {
        return minor == null ? null : Money.text(minor, currency);
    }
}
