package dev.daybook.banking.model;

import dev.daybook.banking.model.Account.AuthorizedUser;
import dev.daybook.banking.model.AccountEvent.UserAuthorized;
import dev.daybook.banking.model.AccountEvent.UserRevoked;
import dev.daybook.banking.model.BankingCommand.AuthorizeUser;
import dev.daybook.banking.model.BankingCommand.RevokeUser;
import dev.daybook.engine.command.Context;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Who besides the owner may act on an account, and how far. */
final class UserRules {

    private static final int USER_MAX_CHARS = 200;
    private static final int ROLE_MAX_CHARS = 64;

    private UserRules() {}

    static void authorize(AuthorizeUser command, Draft draft) {
        Texts.required("user", command.user(), USER_MAX_CHARS);
        Texts.required("role", command.role(), ROLE_MAX_CHARS);
        Account account = draft.openAccount(command.account());
        Long limit =
                command.perTransactionLimit() == null
                        ? null
                        : (Long)
                                AmountRules.notNegative(
                                        "limit per transaction",
                                        command.perTransactionLimit(),
                                        account.currency());
        boolean another = account.authorizedUser(command.user()) == null;
        if (another && account.authorizedUsers().size() >= Account.PARTS_MAX) {
            throw Refused.limit(
                    "The account %s has %d authorised users, and no more are kept."
                            .formatted(account.id(), account.authorizedUsers().size()));
        }
        draft.add(account, new UserAuthorized(command.user(), command.role(), limit));
    }

    static void revoke(RevokeUser command, Draft draft) {
        Account account = draft.openAccount(command.account());
        if (account.authorizedUser(command.user()) == null) {
            throw new Refused(new BankingRejection.NotFound("authorised user", command.user()));
        }
        draft.add(account, new UserRevoked(command.user()));
    }

    /**
     * When an authorised user asks, or somebody asks for one, that user's own limits hold; for
     * anybody else, who may ask at all is not decided here.
     */
    static void requireMayDebit(Account account, long amount, Context context) {
        if (account.authorizedUsers().isEmpty()) {
            return;
        }
        requireMayDebit(account, amount, context.by().actor());
        requireMayDebit(account, amount, context.by().onBehalfOf());
    }

    private static void requireMayDebit(Account account, long amount, @Nullable String person) {
        AuthorizedUser user = person == null ? null : account.authorizedUser(person);
        if (user == null) {
            return;
        }
        if (user.role().equals(AuthorizedUser.VIEWER)) {
            throw new Refused(
                    new BankingRejection.Forbidden(
                            "%s may look at the account %s and not debit it."
                                    .formatted(user.user(), account.id())));
        }
        Long limit = user.perTransactionLimit();
        if (limit != null && amount > limit) {
            Money most = new Money(limit, account.currency());
            Money asked = new Money(amount, account.currency());
            throw new Refused(
                    new BankingRejection.LimitExceeded(
                            "%s may debit at most %s of the account %s at once, not %s."
                                    .formatted(user.user(), most, account.id(), asked),
                            Map.of(
                                    "limit", most.text(),
                                    "asked", asked.text(),
                                    "currency", account.currency())));
        }
    }
}
