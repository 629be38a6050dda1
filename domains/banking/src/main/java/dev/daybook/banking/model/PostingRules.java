package dev.daybook.banking.model;

import dev.daybook.banking.model.AccountEvent.Credited;
import dev.daybook.banking.model.AccountEvent.Debited;
import dev.daybook.banking.model.BankingCommand.Deposit;
import dev.daybook.banking.model.BankingCommand.Leg;
import dev.daybook.banking.model.BankingCommand.PostTransaction;
import dev.daybook.banking.model.BankingCommand.ReverseTransaction;
import dev.daybook.banking.model.BankingCommand.Transfer;
import dev.daybook.banking.model.BankingCommand.Withdraw;
import dev.daybook.banking.model.TransactionEvent.TransactionPosted;
import dev.daybook.banking.model.TransactionEvent.TransactionReversed;
import dev.daybook.engine.command.Context;
import dev.daybook.engine.event.EntityId;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Moving money. Whatever moves it ends in {@link #post}, and so has the same shape: a debit or
 * credit on each account, and a posted transaction whose legs sum to zero per currency.
 */
final class PostingRules {

    static final int LEGS_MAX = 1_000;

    private PostingRules() {}

    static void deposit(Deposit command, Draft draft) {
        Particulars particulars =
                Particulars.given(
                        "deposit", command.description(), command.valueDate(), command.metadata());
        Account account = draft.openAccount(command.account());
        Draft.requireBookAccount(command.via());
        long amount = AmountRules.positive("amount", command.amount(), account.currency());
        post(
                draft,
                particulars,
                List.of(
                        new Line(command.via(), -amount, account.currency()),
                        new Line(account.id(), amount, account.currency())));
    }

    static void withdraw(Withdraw command, Draft draft) {
        Particulars particulars =
                Particulars.given(
                        "withdrawal",
                        command.description(),
                        command.valueDate(),
                        command.metadata());
        Account account = draft.openAccount(command.account());
        Draft.requireBookAccount(command.via());
        long amount = AmountRules.positive("amount", command.amount(), account.currency());
        post(
                draft,
                particulars,
                List.of(
                        new Line(account.id(), -amount, account.currency()),
                        new Line(command.via(), amount, account.currency())));
    }

    static void transfer(Transfer command, Draft draft) {
        Particulars particulars =
                Particulars.given(
                        "transfer", command.description(), command.valueDate(), command.metadata());
        if (command.from().equals(command.to())) {
            throw Refused.validation("A transfer goes from one account to another, not to itself.");
        }
        // One that is the book's own takes the currency of the other.
        Account one =
                draft.openAccount(
                        Identifiers.isBookAccount(command.from()) ? command.to() : command.from());
        long amount = AmountRules.positive("amount", command.amount(), one.currency());
        post(
                draft,
                particulars,
                List.of(
                        new Line(command.from(), -amount, one.currency()),
                        new Line(command.to(), amount, one.currency())));
    }

    static void postTransaction(PostTransaction command, Draft draft) {
        Particulars particulars =
                Particulars.given(
                        command.kind(),
                        command.description(),
                        command.valueDate(),
                        command.metadata());
        List<Line> lines = lines(command.legs(), draft);
        requireBalanced(lines);
        post(draft, particulars, lines);
    }

    static void reverse(ReverseTransaction command, Draft draft) {
        EntityId entity = Identifiers.transaction(command.transaction());
        if (!(draft.find(entity) instanceof Transaction original)) {
            throw new Refused(
                    new BankingRejection.NotFound("transaction", command.transaction().toString()));
        }
        if (original.reversedBy() != null) {
            throw new Refused(
                    new BankingRejection.AlreadyReversed(original.id(), original.reversedBy()));
        }
        if (original.reverses() != null) {
            throw Refused.conflict(
                    "The transaction %s is itself a reversal. Post the transaction anew instead."
                            .formatted(original.id()));
        }
        post(
                draft,
                new Particulars(
                        Particulars.REVERSAL,
                        original.description(),
                        null,
                        Map.of(),
                        original.id()),
                original.legs().stream()
                        .map(leg -> new Line(leg.account(), -leg.amount(), leg.currency()))
                        .toList());
        draft.add(entity, new TransactionReversed(draft.id()));
    }

    /** Legs as asked for, in minor units, each with its currency. */
    private static List<Line> lines(List<Leg> legs, Draft draft) {
        if (legs.size() < 2 || legs.size() > LEGS_MAX) {
            throw Refused.validation(
                    "A transaction has 2 to %d legs, not %d.".formatted(LEGS_MAX, legs.size()));
        }
        Set<String> accounts = new HashSet<>();
        Set<String> currencies = new TreeSet<>();
        List<@Nullable String> stated = new ArrayList<>(legs.size());
        for (Leg leg : legs) {
            if (!accounts.add(leg.account())) {
                throw Refused.validation(
                        "The account %s has two legs. Add them up into one."
                                .formatted(Texts.quoted(leg.account())));
            }
            String currency = currency(leg, draft);
            stated.add(currency);
            if (currency != null) {
                currencies.add(currency);
            }
        }
        List<Line> lines = new ArrayList<>(legs.size());
        for (int i = 0; i < legs.size(); i++) {
            Leg leg = legs.get(i);
            String currency = stated.get(i);
            if (currency == null) {
                if (currencies.size() != 1) {
                    throw Refused.validation(
                            "The leg of %s needs a currency.".formatted(leg.account()));
                }
                currency = currencies.iterator().next();
            }
            long amount = AmountRules.minorUnits("amount", leg.amount(), currency);
            if (amount == 0) {
                throw Refused.validation("The leg of " + leg.account() + " is zero. Leave it out.");
            }
            lines.add(new Line(leg.account(), amount, currency));
        }
        return lines;
    }

    /** The currency that a leg says or that its account has; null when it has to follow. */
    private static @Nullable String currency(Leg leg, Draft draft) {
        String asked = leg.currency();
        if (asked != null && !Money.isCurrency(asked)) {
            throw Refused.validation(
                    "The currency is an ISO 4217 code such as EUR, not "
                            + Texts.quoted(asked)
                            + ".");
        }
        if (Identifiers.isBookAccount(leg.account())) {
            return asked;
        }
        Account account = draft.openAccount(leg.account());
        if (asked != null) {
            requireCurrency(account, asked);
        }
        return account.currency();
    }

    private static void requireBalanced(List<Line> lines) {
        Map<String, Long> sums = new TreeMap<>();
        // At most 1,000 legs of at most 10^15 each: no sum leaves the range of a long.
        lines.forEach(line -> sums.merge(line.currency(), line.amount(), Math::addExact));
        sums.forEach((currency, sum) -> {
            if (sum != 0) {
                throw new Refused(
                        new BankingRejection.Unbalanced(Money.text(sum, currency), currency));
            }
        });
    }

    /** Posts lines that sum to zero per currency, with each account at most once. */
    static void post(Draft draft, Particulars particulars, List<Line> lines) {
        LocalDate valueDate =
                particulars.valueDate() != null
                        ? particulars.valueDate()
                        : LocalDate.ofInstant(draft.at(), ZoneOffset.UTC);
        List<Posting> legs = new ArrayList<>(lines.size());
        for (Line line : lines) {
            String counterparty = counterparty(line, lines);
            long balance =
                    AmountRules.balance(
                            line.account(),
                            allowedBalance(line, draft),
                            line.amount(),
                            line.currency());
            AccountEvent.Movement movement =
                    line.amount() < 0
                            ? new Debited(
                                    draft.id(),
                                    particulars.kind(),
                                    -line.amount(),
                                    line.currency(),
                                    balance,
                                    particulars.description(),
                                    valueDate,
                                    counterparty)
                            : new Credited(
                                    draft.id(),
                                    particulars.kind(),
                                    line.amount(),
                                    line.currency(),
                                    balance,
                                    particulars.description(),
                                    valueDate,
                                    counterparty);
            long version = draft.add(Identifiers.account(line.account()), movement);
            legs.add(new Posting(line.account(), line.amount(), line.currency(), balance, version));
        }
        draft.add(
                Identifiers.transaction(draft.id()),
                new TransactionPosted(
                        draft.id(),
                        particulars.kind(),
                        legs,
                        particulars.description(),
                        particulars.metadata(),
                        valueDate,
                        particulars.reverses()));
    }

    private static @Nullable String counterparty(Line line, List<Line> lines) {
        if (lines.size() != 2) {
            return null;
        }
        return lines.get(lines.getFirst().equals(line) ? 1 : 0).account();
    }

    /** The balance before a movement that the rules of the account allow. */
    private static long allowedBalance(Line line, Draft draft) {
        if (Identifiers.isBookAccount(line.account())) {
            return draft.bookAccount(line.account()).balance(line.currency());
        }
        Account account = draft.openAccount(line.account());
        requireCurrency(account, line.currency());
        if (line.amount() < 0) {
            requireDebitable(account, -line.amount(), draft.context());
        } else {
            requireCreditable(account);
        }
        return account.balance();
    }

    private static void requireCurrency(Account account, String currency) {
        if (!account.currency().equals(currency)) {
            throw new Refused(
                    new BankingRejection.CurrencyMismatch(
                            account.id(), account.currency(), currency));
        }
    }

    static void requireCreditable(Account account) {
        if (account.creditsFrozen()) {
            throw new Refused(new BankingRejection.AccountFrozen(account.id(), "credits"));
        }
    }

    static void requireDebitable(Account account, long amount, Context context) {
        if (account.debitsFrozen()) {
            throw new Refused(new BankingRejection.AccountFrozen(account.id(), "debits"));
        }
        UserRules.requireMayDebit(account, amount, context);
        if (account.available() < amount) {
            throw new Refused(
                    new BankingRejection.InsufficientFunds(
                            account.id(),
                            new Money(account.available(), account.currency()),
                            new Money(amount, account.currency())));
        }
    }
}
