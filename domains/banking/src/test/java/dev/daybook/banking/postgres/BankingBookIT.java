package dev.daybook.banking.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.banking.Banking;
import dev.daybook.banking.BankingCheck;
import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.AccountEvent.HoldPlaced;
import dev.daybook.banking.model.AccountEvent.Movement;
import dev.daybook.banking.model.AccountEvent.PendingCreditAdded;
import dev.daybook.banking.model.BankingCommand;
import dev.daybook.banking.model.BankingCommand.OpenAccount;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.Histories;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.banking.model.Owner;
import dev.daybook.banking.model.TransactionEvent.TransactionPosted;
import dev.daybook.banking.view.AccountSheet;
import dev.daybook.banking.view.BankingViews;
import dev.daybook.engine.archive.Archive;
import dev.daybook.engine.archive.Archiver;
import dev.daybook.engine.archive.DirectoryArchive;
import dev.daybook.engine.archive.Restorer;
import dev.daybook.engine.book.Book;
import dev.daybook.engine.book.ViewBinding;
import dev.daybook.engine.command.CommandIds;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.CommitLimits;
import dev.daybook.engine.commit.Receipt;
import dev.daybook.engine.commit.Submission;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.verify.Verification;
import dev.daybook.engine.verify.Verifier;
import dev.daybook.postgres.PostgresArchiveSource;
import dev.daybook.postgres.PostgresBook;
import dev.daybook.postgres.PostgresBookOptions;
import dev.daybook.postgres.PostgresKeyedStore;
import dev.daybook.postgres.PostgresServer;
import dev.daybook.postgres.PostgresSettings;
import dev.daybook.postgres.PostgresViews;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A long random history of a bank on a real server: what is stored and shown is what happened. */
class BankingBookIT {

    private static final int COMMANDS = 3_000;
    private static final Duration SOON = Duration.ofSeconds(30);

    private static PostgresServer server;
    private static PostgresViews views;
    private static PostgresBook<BankingState> storage;
    private static PostgresKeyedStore<AccountSheet> sheets;
    private static Book<BankingCommand, BankingState, BankingEvent> book;
    private static final List<Seen> seen = new ArrayList<>();

    /** An event and its place. */
    private record Seen(long position, EntityId entity, BankingEvent event) {}

    @BeforeAll
    static void playAHistory(@TempDir Path directory) throws Exception {
        server = PostgresServer.start(directory);
        PostgresSettings settings = server.database("daybook");
        views = new PostgresViews(settings, "bank");
        storage =
                new PostgresBook<>(
                        settings, "bank", Banking.domain(), new BankingTables(), views.ledger());
        sheets = views.keyed(BankingViews.ACCOUNTS);
        book =
                new Book<>(
                        Banking.domain(),
                        storage,
                        List.of(
                                new ViewBinding<>(BankingViews.ACCOUNTS, sheets),
                                new ViewBinding<>(
                                        BankingViews.STATEMENTS,
                                        views.table(BankingViews.STATEMENTS)),
                                new ViewBinding<>(
                                        BankingViews.DAILY_BALANCES,
                                        views.table(BankingViews.DAILY_BALANCES)),
                                new ViewBinding<>(
                                        BankingViews.VOLUMES, views.table(BankingViews.VOLUMES))),
                        InstantSource.system(),
                        CommitLimits.STANDARD,
                        (events, commands) -> {});
        book.start();
        play();
        for (var view : List.of("accounts", "statements", "daily_balances")) {
            book.views().await(view, head(), SOON);
        }
    }

    @AfterAll
    static void stop() {
        book.close();
        storage.close();
        views.close();
        server.close();
    }

    /** In waves, so that batches of several commands touch the same accounts. */
    private static void play() throws Exception {
        CommandIds ids = new CommandIds(InstantSource.system());
        Random random = new Random(20260302);
        Known known = new Known();
        List<CompletableFuture<Receipt<BankingState, BankingEvent>>> wave = new ArrayList<>();
        for (String id : List.of("a", "b", "usd")) {
            Owner owner = new Owner("c", "Ada");
            String currency = id.equals("usd") ? "USD" : "EUR";
            wave.add(submit(ids, "teller", open(id, owner, currency)));
        }
        for (int i = 0; i < COMMANDS; i++) {
            Histories.Roll roll =
                    new Histories.Roll(
                            random.nextInt(1000),
                            random.nextInt(1000),
                            random.nextInt(1000),
                            random.nextInt(1000));
            wave.add(submit(ids, Histories.actor(roll), Histories.command(roll, known)));
            if (wave.size() >= 25) {
                for (var answer : wave) {
                    known.learn(answer.get(20, TimeUnit.SECONDS));
                }
                wave.clear();
            }
        }
        CompletableFuture.allOf(wave.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        for (var recorded : storage.journal().read(0, 1_000_000)) {
            seen.add(new Seen(recorded.position(), recorded.entity(), book.event(recorded)));
        }
    }

    private static OpenAccount open(String id, Owner owner, String currency) {
        return new OpenAccount(id, owner, currency, null, BigDecimal.ONE);
    }

    private static CompletableFuture<Receipt<BankingState, BankingEvent>> submit(
            CommandIds ids, String actor, BankingCommand command) {
        UUID id = ids.next();
        Provenance by = new Provenance(actor, null, "test", "", id.toString(), null, null);
        return book.submit(
                new Submission<>(
                        id,
                        actor,
                        null,
                        command.toString().getBytes(UTF_8),
                        command.type(),
                        command,
                        by,
                        Instant.now()));
    }

    private static long head() {
        return storage.journal().head().position();
    }

    /** What the history can refer to: what was there after the last wave. */
    private static final class Known implements Histories.Known {

        private final List<String> holds = new ArrayList<>();
        private final List<String> credits = new ArrayList<>();
        private final List<UUID> transactions = new ArrayList<>();

        void learn(Receipt<BankingState, BankingEvent> receipt) {
            receipt.steps()
                    .forEach(step -> {
                        switch (step.event()) {
                            case HoldPlaced placed -> holds.add(placed.hold());
                            case PendingCreditAdded added -> credits.add(added.credit());
                            case TransactionPosted posted -> transactions.add(posted.transaction());
                            default -> {}
                        }
                    });
        }

        @Override
        public List<String> holds() {
            return holds.subList(Math.max(0, holds.size() - 9), holds.size());
        }

        @Override
        public List<String> credits() {
            return credits.subList(Math.max(0, credits.size() - 9), credits.size());
        }

        @Override
        public List<UUID> transactions() {
            return transactions;
        }

        @Override
        public Instant now() {
            return Instant.now();
        }
    }

    @Test
    void whatIsStoredIsTheFoldOfWhatHappened() {
        Verification verification = book.verify(new BankingCheck(), _ -> {});
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.events()).isEqualTo(head());
    }

    @Test
    void theHistoryHasEventsOfNearlyEveryType() {
        Set<String> types = new TreeSet<>();
        seen.forEach(each -> types.add(each.event().getClass().getSimpleName()));
        // Holds expire after ninety seconds here, which is longer than the history takes.
        Set<String> all = new TreeSet<>();
        Banking.domain().events().types().forEach(type -> all.add(type.name()));
        all.remove("HoldExpired");
        assertThat(types).containsAll(all);
    }

    @Test
    void theBookSumsToZero() {
        Map<String, BigInteger> sums = storage.snapshot("sum", BookSums::byCurrency);
        assertThat(sums)
                .containsOnlyKeys("EUR", "USD")
                .allSatisfy((_, sum) -> assertThat(sum).isZero());
    }

    @Test
    void anAccountSheetShowsTheCurrentState() {
        Collection<EntityId> accounts = new HashSet<>();
        seen.forEach(each -> accounts.add(each.entity()));
        accounts.removeIf(entity -> entity.kind().equals(Identifiers.TRANSACTION));
        Map<EntityId, Versioned<BankingState>> now = storage.current().load(accounts).entities();
        assertThat(now.keySet()).isEqualTo(accounts);
        now.forEach((entity, versioned) -> {
            AccountSheet sheet = sheets.get(entity.value()).orElseThrow();
            assertThat(sheet.state()).isEqualTo(versioned.state());
            assertThat(sheet.version()).isEqualTo(versioned.version());
        });
    }

    @Test
    void aStatementIsReadInPagesNewestFirst() {
        Statements statements = new Statements(views.dataSource());
        List<Statements.Line> read = new ArrayList<>();
        Long before = null;
        while (true) {
            List<Statements.Line> page = statements.page("a", null, null, before, 50);
            read.addAll(page);
            if (page.size() < 50) {
                break;
            }
            before = page.getLast().key().position();
        }
        List<Seen> movements =
                seen.reversed().stream()
                        .filter(each -> each.event() instanceof Movement)
                        .filter(each -> each.entity().equals(Identifiers.account("a")))
                        .toList();
        assertThat(movements).isNotEmpty();
        assertThat(read)
                .extracting(each -> each.key().position())
                .isEqualTo(movements.stream().map(Seen::position).toList());
        LocalDate day = LocalDate.of(2026, 2, 10);
        assertThat(statements.page("a", day, day, null, 1_000))
                .isEqualTo(
                        read.stream().filter(each -> each.line().valueDate().equals(day)).toList());
        assertThat(statements.page("nobody", LocalDate.MIN, LocalDate.MAX, null, 10)).isEmpty();
    }

    @Test
    void aBalanceIsToldForAnyDayAsKnownAtAnyPosition() {
        DailyBalances balances = new DailyBalances(views.dataSource());
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String account = List.of("a", "b", "usd", "@cash").get(random.nextInt(4));
            String currency = account.equals("usd") ? "USD" : "EUR";
            LocalDate on = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(-5, 400));
            long position = random.nextLong(head() + 2);
            assertThat(balances.balance(account, currency, on, position))
                    .as("%s %s on %s at %d", account, currency, on, position)
                    .isEqualTo(added(account, currency, on, position));
        }
        assertThat(balances.balance("a", "EUR", LocalDate.MAX, Long.MAX_VALUE))
                .isEqualTo(current("a").balance());
        assertThat(balances.balance("nobody", "EUR", LocalDate.MAX, Long.MAX_VALUE)).isZero();
    }

    private static long added(String account, String currency, LocalDate on, long position) {
        long sum = 0;
        for (Seen each : seen) {
            if (each.position() <= position
                    && each.entity().equals(Identifiers.account(account))
                    && each.event() instanceof Movement movement
                    && movement.currency().equals(currency)
                    && !movement.valueDate().isAfter(on)) {
                sum += movement.signedAmount();
            }
        }
        return sum;
    }

    private static Account current(String id) {
        EntityId entity = Identifiers.account(id);
        return (Account) storage.current().load(List.of(entity)).entities().get(entity).state();
    }

    @Test
    void dueHoldsAreThoseWhoseTimeIsOver() {
        DueHolds holds = new DueHolds(storage.reads());
        List<Account.Hold> timed = new ArrayList<>();
        for (String id : List.of("a", "b", "c", "usd")) {
            current(id).holds().stream()
                    .filter(hold -> hold.expiresAt() != null)
                    .forEach(timed::add);
        }
        assertThat(timed).isNotEmpty();
        Instant first = timed.stream().map(Account.Hold::expiresAt).min(Instant::compareTo).get();
        assertThat(holds.next()).isEqualTo(first);
        assertThat(holds.due(first.minusMillis(1), 10)).isEmpty();
        assertThat(holds.due(first, 10)).hasSize(1);
        assertThat(holds.due(Instant.now().plusSeconds(1_000), 10_000))
                .containsExactlyInAnyOrderElementsOf(timed.stream().map(Account.Hold::id).toList());
    }

    @Test
    void anEmptyListOfEntitiesIsLoadedWithoutAQuestion() throws Exception {
        try (Connection connection = storage.reads().getConnection()) {
            assertThat(new BankingTables().load(connection, List.of())).isEmpty();
        }
    }

    @Test
    void aBankThatIsRestoredFromItsArchiveIsTheSameBank(@TempDir Path directory) throws Exception {
        Archive archive = new DirectoryArchive(directory);
        try (PostgresArchiveSource source =
                new PostgresArchiveSource(
                        server.database("daybook"), "bank", Banking.domain().events())) {
            new Archiver(source, Banking.domain().events(), archive, 1_000, (_, _, _) -> {})
                    .archiveAll();
        }
        PostgresSettings elsewhere = server.database("elsewhere");
        try (PostgresViews itsViews = new PostgresViews(elsewhere, "bank");
                PostgresBook<BankingState> restored =
                        PostgresBook.restoring(
                                elsewhere,
                                "bank",
                                Banking.domain(),
                                new BankingTables(),
                                itsViews.ledger(),
                                PostgresBookOptions.STANDARD)) {
            new Restorer<>(Banking.domain(), restored.writes(), archive, (_, _, _) -> {}).restore();
            restored.restored();
            try (var snapshot = restored.snapshot()) {
                Verification verification =
                        new Verifier<>(Banking.domain(), snapshot, new BankingCheck(), _ -> {})
                                .verify();
                assertThat(verification.findings()).isEmpty();
                assertThat(verification.events()).isEqualTo(head());
            }
            for (String rows : WHOLE_BOOK) {
                assertThat(all(restored, rows)).as(rows).isEqualTo(all(storage, rows)).isNotEmpty();
            }
        }
    }

    /** All that a book is, but for the numbers that stand for contracts. */
    private static final List<String> WHOLE_BOOK =
            List.of(
                    "select * from head",
                    "select j.*, null as schema, s.topic, s.type, s.version as contract from"
                            + " journal j join event_schema s on s.id = j.schema",
                    "select c.*, null as figures, (select array_agg(f order by f) from"
                            + " unnest(c.figures) f) from command c",
                    "select * from snapshot",
                    "select * from account",
                    "select account, currency, balance, max(version) over (partition by account)"
                            + " from book_balance",
                    "select * from hold",
                    "select * from pending_credit",
                    "select * from authorized_user",
                    "select * from transaction",
                    "select * from posting");

    private static List<String> all(PostgresBook<BankingState> of, String rows) throws Exception {
        try (Connection connection = of.reads().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(rows)) {
            List<String> all = new ArrayList<>();
            while (found.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    String name = found.getMetaData().getColumnName(i);
                    if (!name.equals("schema") && !name.equals("figures")) {
                        row.append(found.getString(i)).append('|');
                    }
                }
                all.add(row.toString());
            }
            all.sort(null);
            return all;
        }
    }
}
