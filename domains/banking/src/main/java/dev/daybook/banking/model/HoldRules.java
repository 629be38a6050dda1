package dev.daybook.banking.model;

import dev.daybook.banking.model.Account.Hold;
import dev.daybook.banking.model.AccountEvent.HoldCaptured;
import dev.daybook.banking.model.AccountEvent.HoldExpired;
import dev.daybook.banking.model.AccountEvent.HoldPlaced;
import dev.daybook.banking.model.AccountEvent.HoldReleased;
import dev.daybook.banking.model.BankingCommand.CaptureHold;
import dev.daybook.banking.model.BankingCommand.ExpireHold;
import dev.daybook.banking.model.BankingCommand.PlaceHold;
import dev.daybook.banking.model.BankingCommand.ReleaseHold;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Amounts set aside: placed, then captured in whole or in part, released, or expired. */
final class HoldRules {

    /** A hold that outlives this is not one. */
    private static final Duration LIFE_MAX = Duration.ofDays(3_660);

    private HoldRules() {}

    static void place(PlaceHold command, Draft draft) {
        Account account = draft.openAccount(command.account());
        long amount = AmountRules.positive("amount", command.amount(), account.currency());
        Instant expiresAt = expiry(command.expiresAt(), draft.at());
        if (account.holds().size() >= Account.PARTS_MAX) {
            throw Refused.limit(
                    "The account %s has %d open holds, and no more are kept."
                            .formatted(account.id(), account.holds().size()));
        }
        // What is set aside is as good as debited: the same rules hold.
        PostingRules.requireDebitable(account, amount, draft.context());
        draft.add(
                account,
                new HoldPlaced(
                        Identifiers.part(account.id(), draft.id()), amount, draft.at(), expiresAt));
    }

    private static @Nullable Instant expiry(@Nullable Instant asked, Instant now) {
        if (asked == null) {
            return null;
        }
        if (!asked.isAfter(now)) {
            throw Refused.validation("The hold would have expired at " + asked + " already.");
        }
        if (asked.isAfter(now.plus(LIFE_MAX))) {
            throw Refused.validation("A hold expires within ten years.");
        }
        // To the microsecond, as everything is recorded; rounded up, so that it stays after now.
        Instant floor = asked.truncatedTo(ChronoUnit.MICROS);
        return floor.equals(asked) ? asked : floor.plus(1, ChronoUnit.MICROS);
    }

    static void capture(CaptureHold command, Draft draft) {
        Account account = accountOf(command.hold(), draft);
        Hold hold = openHold(account, command.hold());
        Draft.requireBookAccount(command.via());
        if (isOver(hold, draft.at())) {
            throw new Refused(
                    new BankingRejection.HoldNotOpen(
                            "The hold %s expired at %s.".formatted(hold.id(), hold.expiresAt())));
        }
        long amount =
                command.amount() == null
                        ? hold.amount()
                        : AmountRules.positive("amount", command.amount(), account.currency());
        if (amount > hold.amount()) {
            throw Refused.limit(
                    "The hold is for %s; %s cannot be captured of it."
                            .formatted(
                                    new Money(hold.amount(), account.currency()),
                                    new Money(amount, account.currency())));
        }
        draft.add(account, new HoldCaptured(hold.id(), hold.amount(), amount, draft.id()));
        PostingRules.post(
                draft,
                Particulars.of("capture"),
                List.of(
                        new Line(account.id(), -amount, account.currency()),
                        new Line(command.via(), amount, account.currency())));
    }

    static void release(ReleaseHold command, Draft draft) {
        Account account = accountOf(command.hold(), draft);
        Hold hold = openHold(account, command.hold());
        draft.add(account, new HoldReleased(hold.id(), hold.amount()));
    }

    static void expire(ExpireHold command, Draft draft) {
        Account account = accountOf(command.hold(), draft);
        Hold hold = openHold(account, command.hold());
        if (!isOver(hold, draft.at())) {
            throw Refused.conflict(
                    hold.expiresAt() == null
                            ? "The hold " + hold.id() + " does not expire."
                            : "The hold %s expires at %s, not before."
                                    .formatted(hold.id(), hold.expiresAt()));
        }
        draft.add(account, new HoldExpired(hold.id(), hold.amount()));
    }

    private static boolean isOver(Hold hold, Instant now) {
        return hold.expiresAt() != null && !hold.expiresAt().isAfter(now);
    }

    /**
     * The account that a hold's identifier names. It is open: no account is closed with holds, and
     * so a hold on a closed account is not open either.
     */
    private static Account accountOf(String hold, Draft draft) {
        String id = Identifiers.accountOf(hold);
        if (id != null && draft.find(Identifiers.account(id)) instanceof Account account) {
            return account;
        }
        throw new Refused(new BankingRejection.NotFound("hold", hold));
    }

    private static Hold openHold(Account account, String id) {
        Hold hold = account.hold(id);
        if (hold == null) {
            // Holds that ended are not kept: whether there ever was one, only the journal knows.
            throw new Refused(
                    new BankingRejection.HoldNotOpen(
                            "There is no open hold " + Texts.quoted(id) + "."));
        }
        return hold;
    }
}
