package dev.daybook.banking.model;

import static dev.daybook.fuzz.Seeds.forEachSeed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.banking.BankingCheck;
import dev.daybook.banking.model.BankingCommand.AddPendingCredit;
import dev.daybook.banking.model.BankingCommand.CaptureHold;
import dev.daybook.banking.model.BankingCommand.ChangeOverdraftLimit;
import dev.daybook.banking.model.BankingCommand.ClearPendingCredit;
import dev.daybook.banking.model.BankingCommand.CloseAccount;
import dev.daybook.banking.model.BankingCommand.Deposit;
import dev.daybook.banking.model.BankingCommand.FreezeAccount;
import dev.daybook.banking.model.BankingCommand.Leg;
import dev.daybook.banking.model.BankingCommand.PlaceHold;
import dev.daybook.banking.model.BankingCommand.PostTransaction;
import dev.daybook.banking.model.BankingCommand.ReleaseHold;
import dev.daybook.banking.model.BankingCommand.ReopenAccount;
import dev.daybook.banking.model.BankingCommand.ReturnPendingCredit;
import dev.daybook.banking.model.BankingCommand.ReverseTransaction;
import dev.daybook.banking.model.BankingCommand.Transfer;
import dev.daybook.banking.model.BankingCommand.UnfreezeAccount;
import dev.daybook.banking.model.BankingCommand.Withdraw;
import dev.daybook.engine.command.Decision;
import dev.daybook.testkit.RandomHistory;
import dev.daybook.testkit.RandomHistory.Request;
import dev.daybook.testkit.ReferenceLedger;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Whatever is done in whatever order, the rules do what the simplest ledger would. */
class RandomHistoryTest {

    private static final int HISTORIES = 2_000;
    private static final int REQUESTS = 40;

    private static final Map<String, String> ACCOUNTS =
            Map.of("a", "EUR", "b", "EUR", "c", "EUR", "usd", "USD");

    private enum How {
        DONE,
        REFUSED
    }

    @Test
    void aRandomHistoryEndsAsInTheReferenceLedger() {
        Map<Class<?>, EnumMap<How, Integer>> seen = new HashMap<>();
        forEachSeed(
                HISTORIES,
                random -> {
                    Play play = new Play();
                    for (Request request :
                            new RandomHistory(random, List.of("a", "b", "c", "usd"))
                                    .next(REQUESTS)) {
                        How how = play.ask(request);
                        if (how != null) {
                            seen.computeIfAbsent(request.getClass(), _ -> new EnumMap<>(How.class))
                                    .merge(how, 1, Integer::sum);
                        }
                    }
                    play.requireSameEnd();
                });
        if (Long.getLong("daybook.seed") == null) {
            // Or the histories would prove less than they seem to.
            assertThat(seen.keySet())
                    .containsExactlyInAnyOrder(Request.class.getPermittedSubclasses());
            seen.forEach((request, hows) -> {
                assertThat(hows.keySet()).as(request.getSimpleName()).hasSize(2);
            });
        }
    }

    /** One history, on the rules and on the reference. */
    private static final class Play {

        private final Bank bank = new Bank();
        private final ReferenceLedger ledger = new ReferenceLedger(ACCOUNTS);
        private final List<String> holds = new ArrayList<>();
        private final List<String> credits = new ArrayList<>();
        private final List<UUID> transactions = new ArrayList<>();

        Play() {
            ACCOUNTS.forEach((id, currency) -> bank.givenAccount(id, "0", currency, "0"));
        }

        How ask(Request request) {
            BankingCommand command = command(request);
            if (command == null) {
                return null;
            }
            Set<String> refusals = ledger.refusals(request);
            Decision<BankingEvent> decision = bank.when(command);
            if (decision instanceof Decision.Rejected<BankingEvent>(var rejection)) {
                assertThat(refusals).as(request.toString()).contains(rejection.code());
                return How.REFUSED;
            }
            assertThat(refusals).as(request.toString()).isEmpty();
            remember(command);
            return How.DONE;
        }

        private void remember(BankingCommand command) {
            switch (command) {
                case PlaceHold hold -> holds.add(Identifiers.part(hold.account(), bank.last()));
                case AddPendingCredit credit ->
                        credits.add(Identifiers.part(credit.account(), bank.last()));
                case Deposit _,
                        Withdraw _,
                        Transfer _,
                        PostTransaction _,
                        CaptureHold _,
                        ClearPendingCredit _,
                        ReverseTransaction _ ->
                        transactions.add(bank.last());
                default -> {}
            }
        }

        /** Null for one about something that there is none of yet. */
        private BankingCommand command(Request request) {
            return switch (request) {
                case Request.Deposit(var account, long cents) ->
                        new Deposit(account, euro(cents), "@cash", null, null, Map.of());
                case Request.Withdraw(var account, long cents) ->
                        new Withdraw(account, euro(cents), "@cash", null, null, Map.of());
                case Request.Transfer(var from, var to, long cents) ->
                        new Transfer(from, to, euro(cents), null, null, Map.of());
                case Request.Split(var from, var to, var other, long cents) ->
                        new PostTransaction(
                                "split",
                                List.of(
                                        new Leg(from, euro(-2 * cents), null),
                                        new Leg(to, euro(cents), null),
                                        new Leg(other, euro(cents), null)),
                                null,
                                null,
                                Map.of());
                case Request.Hold(var account, long cents) ->
                        new PlaceHold(account, euro(cents), null);
                case Request.Capture(int number, long cents) ->
                        holds.isEmpty()
                                ? null
                                : new CaptureHold(nth(holds, number), euro(cents), "@cards");
                case Request.Release(int number) ->
                        holds.isEmpty() ? null : new ReleaseHold(nth(holds, number));
                case Request.AddCredit(var account, long cents) ->
                        new AddPendingCredit(account, euro(cents), "@checks", null);
                case Request.ClearCredit(int number) ->
                        credits.isEmpty() ? null : new ClearPendingCredit(nth(credits, number));
                case Request.ReturnCredit(int number) ->
                        credits.isEmpty() ? null : new ReturnPendingCredit(nth(credits, number));
                case Request.Reverse(int number) ->
                        transactions.isEmpty()
                                ? null
                                : new ReverseTransaction(nth(transactions, number));
                case Request.Freeze(var account, boolean debits, boolean credit) ->
                        new FreezeAccount(account, debits, credit);
                case Request.Unfreeze(var account, boolean debits, boolean credit) ->
                        new UnfreezeAccount(account, debits, credit);
                case Request.ChangeLimit(var account, long cents) ->
                        new ChangeOverdraftLimit(account, euro(cents));
                case Request.Close(var account) -> new CloseAccount(account);
                case Request.Reopen(var account) -> new ReopenAccount(account);
            };
        }

        private static <T> T nth(List<T> all, int number) {
            return all.get(number % all.size());
        }

        private static BigDecimal euro(long cents) {
            return BigDecimal.valueOf(cents, 2);
        }

        void requireSameEnd() {
            assertThat(holds).hasSize(ledger.holds());
            assertThat(credits).hasSize(ledger.credits());
            assertThat(transactions).hasSize(ledger.transactions());
            for (String id : ACCOUNTS.keySet()) {
                Account account = bank.account(id);
                ReferenceLedger.Account expected = ledger.account(id);
                assertThat(account.balance()).as(id).isEqualTo(expected.balance());
                assertThat(account.available()).as(id).isEqualTo(expected.available());
                assertThat(account.pending()).as(id).isEqualTo(expected.pending());
                assertThat(account.overdraftLimit()).as(id).isEqualTo(expected.limit());
                assertThat(account.status() == Account.Status.CLOSED)
                        .as(id)
                        .isEqualTo(expected.isClosed());
            }
            BankingCheck check = new BankingCheck();
            bank.states().forEach((entity, versioned) -> check.state(entity, versioned.state()));
            assertThat(check.findings()).isEmpty();
        }
    }
}
