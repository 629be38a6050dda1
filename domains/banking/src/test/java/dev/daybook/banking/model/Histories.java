package dev.daybook.banking.model;

import dev.daybook.banking.model.BankingCommand.AddPendingCredit;
import dev.daybook.banking.model.BankingCommand.AuthorizeUser;
import dev.daybook.banking.model.BankingCommand.CaptureHold;
import dev.daybook.banking.model.BankingCommand.ChangeOverdraftLimit;
import dev.daybook.banking.model.BankingCommand.ClearPendingCredit;
import dev.daybook.banking.model.BankingCommand.CloseAccount;
import dev.daybook.banking.model.BankingCommand.Deposit;
import dev.daybook.banking.model.BankingCommand.ExpireHold;
import dev.daybook.banking.model.BankingCommand.FreezeAccount;
import dev.daybook.banking.model.BankingCommand.Leg;
import dev.daybook.banking.model.BankingCommand.OpenAccount;
import dev.daybook.banking.model.BankingCommand.PlaceHold;
import dev.daybook.banking.model.BankingCommand.PostTransaction;
import dev.daybook.banking.model.BankingCommand.ReleaseHold;
import dev.daybook.banking.model.BankingCommand.ReopenAccount;
import dev.daybook.banking.model.BankingCommand.ReturnPendingCredit;
import dev.daybook.banking.model.BankingCommand.ReverseTransaction;
import dev.daybook.banking.model.BankingCommand.RevokeUser;
import dev.daybook.banking.model.BankingCommand.Transfer;
import dev.daybook.banking.model.BankingCommand.UnfreezeAccount;
import dev.daybook.banking.model.BankingCommand.Withdraw;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes commands of numbers, so that any row of numbers is the history of a small bank. */
public final class Histories {

    private static final List<String> ACCOUNTS = List.of("a", "b", "c", "usd", "@cash", "@fees");
    private static final List<String> USERS = List.of("teller", "bob", "eve");

    /** What a command may refer to besides accounts: it has to exist to be worth naming. */
    public interface Known {
        List<String> holds();

        List<String> credits();

        List<UUID> transactions();

        Instant now();
    }

    /** Four numbers of 0 to 999, which say what is asked for. */
    public record Roll(int what, int one, int other, int size) {}

    private Histories() {}

    /** Who asks. */
    public static String actor(Roll roll) {
        return USERS.get(roll.size() % USERS.size());
    }

    public static BankingCommand command(Roll roll, Known known) {
        String one = pick(ACCOUNTS, roll.one(), "a");
        String other = pick(ACCOUNTS, roll.other(), "b");
        BigDecimal amount = BigDecimal.valueOf(roll.size() % 300 - 5, 2);
        boolean odd = roll.other() % 2 == 1;
        LocalDate day = odd ? LocalDate.of(2026, 1, 1).plusDays(roll.other() % 90) : null;
        String hold = pick(known.holds(), roll.one(), "a~none");
        String credit = pick(known.credits(), roll.one(), "a~none");
        UUID transaction = pick(known.transactions(), roll.one(), new UUID(9, 9));
        Map<String, String> metadata = odd ? Map.of("k \"\\{,", "v " + roll.size()) : Map.of();
        return switch (roll.what() % 28) {
            case 0 -> new OpenAccount("idle", new Owner("c", "Eve"), "EUR", null, BigDecimal.ZERO);
            case 1 ->
                    new OpenAccount(
                            one,
                            new Owner("c-" + one, "Ada"),
                            one.equals("usd") ? "USD" : "EUR",
                            odd ? "current" : null,
                            BigDecimal.valueOf(roll.size() % 3));
            case 2, 3, 4, 5 -> new Deposit(one, amount, "@cash", "in", day, metadata);
            case 6, 7 -> new Withdraw(one, amount, "@cash", null, day, metadata);
            case 8, 9, 10, 11 -> new Transfer(one, other, amount, "über", day, metadata);
            case 12 ->
                    new PostTransaction(
                            "mixed",
                            List.of(
                                    new Leg(one, amount, null),
                                    new Leg(other, amount.add(amount).negate(), null),
                                    new Leg("@fees", amount, odd ? "EUR" : null)),
                            null,
                            day,
                            metadata);
            case 13, 14 -> new ReverseTransaction(transaction);
            case 15, 16 -> new PlaceHold(one, amount, odd ? known.now().plusSeconds(90) : null);
            case 17 -> new CaptureHold(hold, odd ? amount : null, "@cards");
            case 18 -> new ReleaseHold(hold);
            case 19 -> new ExpireHold(hold);
            case 20 -> new AddPendingCredit(one, amount, "@checks", odd ? "check" : null);
            case 21 -> new ClearPendingCredit(credit);
            case 22 -> new ReturnPendingCredit(credit);
            case 23 ->
                    odd
                            ? new AuthorizeUser(
                                    one,
                                    pick(USERS, roll.size(), "bob"),
                                    roll.size() % 5 == 0 ? "viewer" : "disponent",
                                    roll.size() % 2 == 0 ? amount : null)
                            : new RevokeUser(one, pick(USERS, roll.size(), "bob"));
            case 24 ->
                    roll.size() % 4 == 0
                            ? new FreezeAccount(one, odd, roll.size() % 8 == 0)
                            : new UnfreezeAccount(one, true, true);
            case 25 -> new UnfreezeAccount(one, true, true);
            case 26 -> {
                // One that nothing is posted to, so that it can be closed.
                String idle = roll.size() % 4 == 0 ? one : "idle";
                yield odd ? new CloseAccount(idle) : new ReopenAccount(idle);
            }
            default -> new ChangeOverdraftLimit(one, amount);
        };
    }

    private static <T> T pick(List<T> items, int number, T otherwise) {
        return items.isEmpty() ? otherwise : items.get(number % items.size());
    }
}
