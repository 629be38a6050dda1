package dev.daybook.bench.workload;

import dev.daybook.banking.Banking;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.view.AccountSheet;
import dev.daybook.banking.view.BankingViews;
import dev.daybook.bench.load.Filling;
import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Server;
import dev.daybook.bench.load.TestBank;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.measure.Figures;
import dev.daybook.engine.feed.ReadAhead;
import dev.daybook.engine.feed.WholeJournal;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.view.ViewRunner;
import dev.daybook.postgres.PostgresKeyedStore;
import dev.daybook.postgres.PostgresViews;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Builds the keyed view of accounts from the first event on, and beside it reads the same journal
 * to the end and does nothing with it, which no rebuild can beat.
 *
 * @param events in the journal, at least
 */
public record Rebuild(int events) {

    private static final int ACCOUNTS = 10_000;
    private static final int EVENTS_A_TRANSFER = 3;
    private static final int READ = 4_000;

    /** Runs of each, in turns; the first of each warms up and is not told. */
    private static final int ROUNDS = 3;

    private static final Duration REBUILT_MAX = Duration.ofMinutes(30);

    public void run(Server server, Figures figures) throws InterruptedException {
        try (TestBank bank = TestBank.open(server, "rebuild", ACCOUNTS, false)) {
            Transfers transfers = new Transfers(Pattern.SPREAD, ACCOUNTS, Write.SEED);
            Filling.fill(bank, transfers, events / EVENTS_A_TRANSFER);
            server.settle();
            long head = bank.storage().journal().head().position();
            for (int round = 0; round < ROUNDS; round++) {
                Duration read = read(bank.storage().journal(), head);
                Duration rebuilt = rebuild(server, bank, "rebuild_" + round, head);
                if (round > 0) {
                    Figures into = figures.of(String.valueOf(round));
                    into.rate("read", head, read, "events");
                    into.rate("rebuild", head, rebuilt, "events");
                    into.add("of-read", 100.0 * read.toNanos() / rebuilt.toNanos(), "%");
                }
            }
            BooksWrongException.throwIfWrong(bank);
        }
    }

    private static Duration read(Journal journal, long head) {
        long start = System.nanoTime();
        for (long position = 0; position < head; ) {
            List<RecordedEvent> events = journal.read(position, READ);
            position = events.getLast().position();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Duration rebuild(Server server, TestBank bank, String schema, long head)
            throws InterruptedException {
        try (PostgresViews views = new PostgresViews(server.database("daybook_views"), schema)) {
            PostgresKeyedStore<AccountSheet> store = views.keyed(BankingViews.ACCOUNTS);
            try (ViewRunner<BankingEvent, String, AccountSheet> runner =
                    new ViewRunner<>(
                            BankingViews.ACCOUNTS,
                            Banking.domain().events(),
                            new WholeJournal(new ReadAhead(bank.book().feed())),
                            bank.storage().journal(),
                            store,
                            views.ledger(),
                            InstantSource.system())) {
                long start = System.nanoTime();
                runner.start();
                if (!runner.applied().await(head, REBUILT_MAX)) {
                    throw new IllegalStateException("The view was not rebuilt in time.");
                }
                return Duration.ofNanos(System.nanoTime() - start);
            }
        } finally {
            server.dropSchema(server.database("daybook_views"), "views_" + schema);
        }
    }
}
