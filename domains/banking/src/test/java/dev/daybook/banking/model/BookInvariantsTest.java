package dev.daybook.banking.model;

import static dev.daybook.fuzz.Seeds.forEachSeed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.banking.BankingCheck;
import dev.daybook.banking.model.AccountEvent.HoldPlaced;
import dev.daybook.banking.model.AccountEvent.Movement;
import dev.daybook.banking.model.AccountEvent.PendingCreditAdded;
import dev.daybook.banking.model.TransactionEvent.TransactionPosted;
import dev.daybook.engine.command.Decision;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What holds of every book, whatever is asked of the bank and in whatever order. */
class BookInvariantsTest {

    private static final int ROLLS_MAX = 150;

    private static List<Histories.Roll> rolls(RandomGenerator random) {
        return Stream.generate(() -> new Histories.Roll(n(random), n(random), n(random), n(random)))
                .limit(1 + random.nextInt(ROLLS_MAX))
                .toList();
    }

    private static int n(RandomGenerator random) {
        return random.nextInt(1_000);
    }

    private static void inEachHistory(int count, Consumer<Bank> claim) {
        forEachSeed(count, random -> claim.accept(play(rolls(random))));
    }

    private static Bank play(List<Histories.Roll> rolls) {
        Bank bank = new Bank();
        bank.givenAccount("a", "5.00", "EUR", "1");
        bank.givenAccount("b", "0");
        bank.givenAccount("usd", "3.00", "USD", "0");
        Asked asked = new Asked(bank);
        for (Histories.Roll roll : rolls) {
            bank.pass(Duration.ofSeconds(roll.size() % 60)).as(Histories.actor(roll));
            Map<EntityId, Versioned<BankingState>> before = Map.copyOf(bank.states());
            Decision<BankingEvent> decision = bank.when(Histories.command(roll, asked));
            if (decision instanceof Decision.Rejected<BankingEvent>(var rejection)) {
                assertThat(bank.states()).isEqualTo(before);
                assertThat(rejection.code()).matches("[a-z]+(-[a-z]+)*");
                assertThat(rejection.detail()).isNotBlank();
            }
            requireAvailable(bank);
        }
        return bank;
    }

    private static void requireAvailable(Bank bank) {
        bank.states()
                .values()
                .forEach(versioned -> {
                    if (versioned.state() instanceof Account account) {
                        assertThat(account.available()).as(account.id()).isNotNegative();
                        assertThat(account.pending()).isNotNegative();
                    }
                });
    }

    /** What a history can refer to. */
    private record Asked(Bank bank) implements Histories.Known {

        @Override
        public List<String> holds() {
            return bank.events().stream()
                    .filter(each -> each.event() instanceof HoldPlaced)
                    .map(each -> ((HoldPlaced) each.event()).hold())
                    .toList();
        }

        @Override
        public List<String> credits() {
            return bank.events().stream()
                    .filter(each -> each.event() instanceof PendingCreditAdded)
                    .map(each -> ((PendingCreditAdded) each.event()).credit())
                    .toList();
        }

        @Override
        public List<UUID> transactions() {
            return bank.events().stream()
                    .filter(each -> each.event() instanceof TransactionPosted)
                    .map(each -> ((TransactionPosted) each.event()).transaction())
                    .toList();
        }

        @Override
        public Instant now() {
            return bank.now();
        }
    }

    @Test
    void theBookAlwaysSumsToZeroAndNoAccountIsBeyondItsLimit() {
        inEachHistory(300, BookInvariantsTest::requireZeroSums);
    }

    private static void requireZeroSums(Bank bank) {
        Map<String, Long> moved = new HashMap<>();
        Map<String, Long> balances = new HashMap<>();
        bank.events()
                .forEach(each -> {
                    if (each.event() instanceof Movement movement) {
                        moved.merge(movement.currency(), movement.signedAmount(), Long::sum);
                    }
                });
        bank.states()
                .values()
                .forEach(versioned -> {
                    switch (versioned.state()) {
                        case Account account ->
                                balances.merge(account.currency(), account.balance(), Long::sum);
                        case BookAccount own ->
                                own.balances()
                                        .forEach((c, sum) -> balances.merge(c, sum, Long::sum));
                        case Transaction transaction ->
                                assertThat(transaction.legs()).hasSizeGreaterThan(1);
                        case null -> throw new AssertionError("a state is missing");
                    }
                });
        assertThat(moved.values()).containsOnly(0L);
        assertThat(balances.values()).containsOnly(0L);
        BankingCheck check = new BankingCheck();
        bank.states().forEach((entity, versioned) -> check.state(entity, versioned.state()));
        assertThat(check.findings()).isEmpty();
    }

    @Test
    void theFoldOfTheEventsIsTheStateAndVersionsHaveNoGaps() {
        inEachHistory(200, BookInvariantsTest::requireFold);
    }

    private static void requireFold(Bank bank) {
        BankingDecider decider = new BankingDecider();
        Map<EntityId, Versioned<BankingState>> folded = new HashMap<>();
        for (Bank.Happened each : bank.events()) {
            Versioned<BankingState> before = folded.getOrDefault(each.entity(), Versioned.none());
            assertThat(each.version()).isEqualTo(before.version() + 1);
            folded.put(
                    each.entity(),
                    new Versioned<>(decider.evolve(before.state(), each.event()), each.version()));
        }
        assertThat(folded).isEqualTo(bank.states());
    }

    @Test
    void aTransactionSaysOfItsLegsWhatHappenedToTheAccounts() {
        inEachHistory(200, BookInvariantsTest::requireLegs);
    }

    private static void requireLegs(Bank bank) {
        Map<String, Movement> movements = new HashMap<>();
        bank.events()
                .forEach(each -> {
                    if (each.event() instanceof Movement movement) {
                        movements.put(each.entity().value() + '#' + each.version(), movement);
                    }
                });
        bank.events()
                .forEach(each -> {
                    if (each.event() instanceof TransactionPosted posted) {
                        posted.legs()
                                .forEach(leg -> {
                                    Movement movement =
                                            movements.remove(
                                                    leg.account() + '#' + leg.accountVersion());
                                    assertThat(movement.transaction())
                                            .isEqualTo(posted.transaction());
                                    assertThat(movement.signedAmount()).isEqualTo(leg.amount());
                                    assertThat(movement.balance()).isEqualTo(leg.balanceAfter());
                                });
                    }
                });
        assertThat(movements).as("movements that no transaction mentions").isEmpty();
    }
}
