package dev.daybook.testkit.search;

import dev.daybook.engine.view.SearchIndex.Filter;
import dev.daybook.engine.view.SearchIndex.Query;
import dev.daybook.engine.view.SearchIndex.Result;
import dev.daybook.engine.view.SearchIndex.Sort;
import dev.daybook.engine.view.Searchable;
import dev.daybook.engine.view.ViewStore.Write;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A document as a bank would have it, with every way of being searched. */
public record Payment(
        String id,
        @Searchable.Text String description,
        @Searchable.Text @Nullable String counterparty,
        @Searchable.Text Map<String, String> metadata,
        @Searchable.Text List<String> tags,
        @Searchable.Keyword Kind kind,
        @Searchable.Keyword List<String> accounts,
        @Searchable.Keyword @Nullable String branch,
        @Searchable.Amount long amount,
        @Searchable.When LocalDate valueDate,
        @Searchable.When Instant recordedAt,
        @Searchable.When @Nullable LocalDate reversedOn) {

    public enum Kind {
        DEPOSIT,
        TRANSFER,
        WITHDRAWAL
    }

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<String> THINGS =
            List.of("Rent", "Salary", "Groceries", "Insurance", "Café", "Electricity", "Bücher");

    /** One with nothing remarkable about it, later than those with lower numbers. */
    public static Payment number(int n) {
        return of(n, "payment");
    }

    public static Payment of(int n, String description) {
        return new Payment(
                "p" + n,
                description,
                null,
                Map.of(),
                List.of(),
                Kind.DEPOSIT,
                List.of("account-" + n % 3),
                null,
                n,
                LocalDate.of(2026, 1, 1).plusDays(n % 28),
                START.plusSeconds(n),
                null);
    }

    public static Payment random(int n, Random random) {
        Kind kind = Kind.values()[random.nextInt(3)];
        return new Payment(
                "p" + n,
                THINGS.get(random.nextInt(THINGS.size()))
                        + " for "
                        + THINGS.get(random.nextInt(THINGS.size())),
                random.nextBoolean() ? null : "Jan Novák",
                Map.of("invoice", "inv-" + random.nextInt(1_000)),
                random.nextBoolean() ? List.of() : List.of("urgent", "monthly"),
                kind,
                List.of("account-" + random.nextInt(80), "account-" + random.nextInt(80)),
                random.nextInt(4) == 0 ? null : "branch-" + random.nextInt(3),
                random.nextInt(500) - 100,
                LocalDate.of(2026, 1, 1).plusDays(random.nextInt(300)),
                START.plusSeconds(random.nextInt(1_000)),
                random.nextInt(3) == 0 ? LocalDate.of(2026, 2, random.nextInt(28) + 1) : null);
    }

    public static List<Write<String, Payment>> writes(List<Payment> payments, long position) {
        return payments.stream()
                .map(payment -> new Write<>(payment.id(), position, payment))
                .toList();
    }

    public static Query all() {
        return new Query(null, List.of(), null, null, 1_000, List.of());
    }

    public static Query words(String words) {
        return new Query(words, List.of(), null, null, 100, List.of());
    }

    public static Query where(Filter... filters) {
        return new Query(null, List.of(filters), null, null, 1_000, List.of());
    }

    public static Query sorted(String field, boolean descending) {
        return new Query(null, List.of(), new Sort(field, descending), null, 1_000, List.of());
    }

    public static Query page(Query query, @Nullable String cursor, int limit) {
        return new Query(
                query.words(), query.filters(), query.sort(), cursor, limit, query.facets());
    }

    public static List<String> ids(Result<Payment> result) {
        return result.items().stream().map(Payment::id).toList();
    }
}
