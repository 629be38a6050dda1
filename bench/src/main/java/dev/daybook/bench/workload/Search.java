package dev.daybook.bench.workload;

import dev.daybook.banking.view.BankingViews;
import dev.daybook.banking.view.TransactionDocument;
import dev.daybook.bench.load.Filling;
import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Server;
import dev.daybook.bench.load.SteadyWriter;
import dev.daybook.bench.load.TestBank;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Latencies;
import dev.daybook.bench.measure.Timing;
import dev.daybook.engine.view.SearchIndex;
import dev.daybook.engine.view.SearchIndex.Filter;
import dev.daybook.engine.view.SearchIndex.Query;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Searches among transactions, one question at a time, of three kinds: words that match all of
 * them, the account they moved, and all of them with the kinds counted.
 *
 * @param transactions to search in, at least
 * @param rate transfers a second that are written meanwhile
 */
public record Search(int transactions, int rate, Timing timing) {

    private static final int ACCOUNTS = 10_000;
    private static final int PAGE = 20;
    private static final Duration INDEXED_MAX = Duration.ofMinutes(30);
    private static final Query ALL = question(null, List.of(), List.of("kind"));

    public void run(Server server, Figures figures) throws InterruptedException {
        try (TestBank bank = TestBank.open(server, "search", ACCOUNTS, true)) {
            SearchIndex<TransactionDocument> index = bank.views().transactions();
            indexed(bank);
            int missing = transactions - Math.toIntExact(index.search(ALL).total());
            if (missing > 0) {
                Filling.fill(bank, new Transfers(Pattern.SPREAD, ACCOUNTS, Write.SEED), missing);
                indexed(bank);
            }
            SplittableRandom random = new SplittableRandom(Write.SEED);
            Latencies latencies;
            Transfers meanwhile = new Transfers(Pattern.SPREAD, ACCOUNTS, Write.SEED + 1);
            try (SteadyWriter writer = SteadyWriter.start(bank, meanwhile, rate)) {
                ask(index, random, timing.warmUp().toNanos());
                long written = writer.answered();
                long start = System.nanoTime();
                latencies = ask(index, random, timing.window().toNanos());
                Duration length = Duration.ofNanos(System.nanoTime() - start);
                figures.rate("written", writer.answered() - written, length, "transfers");
                figures.count("refused", writer.refused(), "transfers");
            }
            indexed(bank);
            BooksWrongException.throwIfWrong(bank);
            figures.count("transactions", index.search(ALL).total(), "documents");
            figures.rate("answered", latencies.count(), timing.window(), "questions");
            latencies.report(figures);
        }
    }

    /** Waits until all that is recorded can be found. */
    private static void indexed(TestBank bank) throws InterruptedException {
        long head = bank.storage().journal().head().position();
        bank.book().views().await(BankingViews.TRANSACTIONS.name(), head, INDEXED_MAX);
    }

    private static Latencies ask(
            SearchIndex<TransactionDocument> index, SplittableRandom random, long nanos) {
        Latencies latencies = new Latencies();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            Query query = question(random);
            long start = System.nanoTime();
            SearchIndex.Result<TransactionDocument> found = index.search(query);
            latencies.add(System.nanoTime() - start);
            if (found.items().size() > PAGE) {
                throw new IllegalStateException("The page is too long.");
            }
        }
        return latencies;
    }

    private static Query question(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> question("invoice", List.of(), List.of());
            case 1 -> {
                String account = TestBank.account(random.nextInt(ACCOUNTS));
                yield question(
                        null, List.of(new Filter.OneOf("account", List.of(account))), List.of());
            }
            default -> ALL;
        };
    }

    private static Query question(
            @Nullable String words, List<Filter> filters, List<String> facets) {
        return new Query(words, filters, null, null, PAGE, facets);
    }
}
