package dev.daybook.testkit.search;

import static dev.daybook.testkit.search.Payment.ids;
import static dev.daybook.testkit.search.Payment.page;
import static dev.daybook.testkit.search.Payment.sorted;
import static dev.daybook.testkit.search.Payment.where;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import static java.util.Objects.requireNonNull;

import dev.daybook.engine.view.SearchIndex.Filter;
import dev.daybook.engine.view.SearchIndex.Filter.Between;
import dev.daybook.engine.view.SearchIndex.Filter.OneOf;
import dev.daybook.engine.view.SearchIndex.Query;
import dev.daybook.engine.view.SearchIndex.Result;
import dev.daybook.engine.view.SearchIndex.Sort;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Filters, sorting, totals and facets against the same done in the simplest way. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class QuestionContract {

    private static final Comparator<Payment> BY_ID = Comparator.comparing(Payment::id);

    private SearchStore store;
    private List<Payment> payments = List.of();

    /** A store with nothing in it. */
    protected abstract SearchStore make();

    @BeforeAll
    void save() {
        Random random = new Random(7);
        store = make();
        store.open();
        List<Payment> first =
                IntStream.range(0, 900).mapToObj(n -> Payment.random(n, random)).toList();
        List<Payment> second = // many of them for the second time, so that there are deleted ones
                IntStream.range(600, 1_000).mapToObj(n -> Payment.random(n, random)).toList();
        for (int from = 0; from < 900; from += 100) {
            store.save(Payment.writes(first.subList(from, from + 100), from), from);
        }
        store.save(Payment.writes(second, 1_000), 1_000);
        payments = Stream.concat(first.subList(0, 600).stream(), second.stream()).toList();
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Test
    void withoutWordsTheNewestComeFirst() {
        assertThat(ids(store.search(Payment.all())))
                .isEqualTo(
                        expected(
                                payment -> true,
                                Comparator.comparing(Payment::recordedAt).reversed()));
    }

    @Test
    void aKeywordIsOneOfSeveralValues() {
        assertFound(
                new OneOf("kind", List.of("DEPOSIT", "TRANSFER", "NONSENSE")),
                payment -> payment.kind() != Payment.Kind.WITHDRAWAL);
        assertFound(
                new OneOf("accounts", List.of("account-7")),
                payment -> payment.accounts().contains("account-7"));
        assertFound(
                new OneOf("branch", List.of("branch-1")),
                payment -> "branch-1".equals(payment.branch()));
        assertFound(new OneOf("branch", List.of()), payment -> false);
        assertFound(new OneOf("branch", List.of("BRANCH-1")), payment -> false);
    }

    @Test
    void numbersAndTimesLieBetweenBoundsThatAreIncluded() {
        long day = LocalDate.of(2026, 3, 3).toEpochDay();
        assertFound(new Between("amount", -5L, 5L), p -> p.amount() >= -5 && p.amount() <= 5);
        assertFound(new Between("amount", 100L, null), p -> p.amount() >= 100);
        assertFound(new Between("valueDate", null, day), p -> p.valueDate().toEpochDay() <= day);
        assertFound(
                new Between("recordedAt", micros(500), micros(510)),
                p -> micros(p) >= micros(500) && micros(p) <= micros(510));
        assertFound(new Between("amount", 5L, -5L), p -> false);
        assertFound(new Between("amount", null, null), p -> true);
        assertFound(new Between("reversedOn", 0L, null), p -> p.reversedOn() != null);
    }

    @Test
    void allFiltersMustHold() {
        Query query =
                where(
                        new OneOf("kind", List.of("DEPOSIT")),
                        new OneOf("branch", List.of("branch-0", "branch-2")),
                        new Between("amount", 0L, null));
        List<String> expected =
                expected(
                        p ->
                                p.kind() == Payment.Kind.DEPOSIT
                                        && p.branch() != null
                                        && !p.branch().equals("branch-1")
                                        && p.amount() >= 0,
                        Comparator.comparing(Payment::recordedAt).reversed());
        assertThat(expected).isNotEmpty();
        assertThat(ids(store.search(query))).isEqualTo(expected);
    }

    @Test
    void documentsAreSortedByNumbersAndTimesThenByIdAndThoseWithoutComeLast() {
        assertSorted("amount", false, Comparator.comparingLong(Payment::amount));
        assertSorted("amount", true, Comparator.comparingLong(Payment::amount).reversed());
        assertSorted("valueDate", false, Comparator.comparing(Payment::valueDate));
        assertSorted(
                "reversedOn",
                false,
                Comparator.comparing(
                        Payment::reversedOn, Comparator.nullsLast(Comparator.naturalOrder())));
        assertSorted(
                "reversedOn",
                true,
                Comparator.comparing(
                        Payment::reversedOn, Comparator.nullsLast(Comparator.reverseOrder())));
    }

    @Test
    void facetsAndTotalCountAllMatchesNotOnlyThePage() {
        Query query =
                new Query(
                        "cafe",
                        List.of(new Between("amount", 0L, null)),
                        null,
                        null,
                        3,
                        List.of("kind", "branch", "accounts"));
        Predicate<Payment> matches = p -> p.description().contains("Café") && p.amount() >= 0;
        Result<Payment> result = store.search(query);
        assertThat(result.items()).hasSize(3);
        assertThat(result.total()).isEqualTo(payments.stream().filter(matches).count());
        assertThat(result.facets().keySet()).containsExactly("kind", "branch", "accounts");
        assertThat(entries(result, "kind"))
                .isEqualTo(counts(matches, p -> List.of(p.kind().name())));
        assertThat(entries(result, "branch"))
                .isEqualTo(
                        counts(matches, p -> p.branch() == null ? List.of() : List.of(p.branch())));
        assertThat(entries(result, "accounts"))
                .hasSize(50)
                .isEqualTo(counts(matches, p -> p.accounts().stream().distinct().toList()));
    }

    @Test
    void facetsOfAnAnswerWithoutDocumentsAreEmpty() {
        Query nothing = new Query("nothingofthekind", List.of(), null, null, 3, List.of("kind"));
        assertThat(store.search(nothing))
                .isEqualTo(new Result<>(List.of(), 0, Map.of("kind", Map.of()), null));
    }

    @Test
    void anUnknownFieldIsRefusedWithTheNamesOfThoseThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.search(where(new OneOf("colour", List.of("red")))))
                .withMessageContaining("'colour'")
                .withMessageContaining("accounts, branch, kind");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.search(where(new Between("kind", 1L, 2L))))
                .withMessageContaining("amount, recordedAt, reversedOn, valueDate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.search(sorted("description", false)))
                .withMessageContaining("amount, recordedAt, reversedOn, valueDate");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        store.search(new Query(null, List.of(), null, null, 1, List.of("amount"))))
                .withMessageContaining("accounts, branch, kind");
    }

    @Test
    void aLimitOutsideItsBoundsIsRefused() {
        for (int limit : new int[] {0, -1, 1_001, Integer.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.search(page(Payment.all(), null, limit)))
                    .withMessageContaining("1 to 1000");
        }
    }

    @Test
    void aSortedAnswerIsTheSameInPages() {
        for (Query query :
                List.of(
                        Payment.all(),
                        Payment.words("for novak"),
                        sorted("amount", true),
                        sorted("reversedOn", false),
                        sorted("reversedOn", true))) {
            Query whole = page(query, null, 1_000);
            assertThat(store.allIds(query, 7, () -> {})).isEqualTo(ids(store.search(whole)));
        }
    }

    private void assertFound(Filter filter, Predicate<Payment> matches) {
        Result<Payment> result = store.search(where(filter));
        assertThat(ids(result))
                .isEqualTo(expected(matches, Comparator.comparing(Payment::recordedAt).reversed()));
        assertThat(result.total()).isEqualTo(result.items().size());
    }

    private void assertSorted(String field, boolean descending, Comparator<Payment> by) {
        assertThat(ids(store.search(sorted(field, descending)))).isEqualTo(expected(p -> true, by));
        Query both =
                new Query("rent", List.of(), new Sort(field, descending), null, 1_000, List.of());
        assertThat(ids(store.search(both)))
                .isEqualTo(expected(p -> p.description().contains("Rent"), by));
    }

    private List<String> expected(Predicate<Payment> matches, Comparator<Payment> by) {
        return payments.stream()
                .filter(matches)
                .sorted(by.thenComparing(BY_ID))
                .map(Payment::id)
                .toList();
    }

    private static List<Map.Entry<String, Long>> entries(Result<Payment> result, String field) {
        return List.copyOf(requireNonNull(result.facets().get(field)).entrySet());
    }

    private List<Map.Entry<String, Long>> counts(
            Predicate<Payment> matches, Function<Payment, List<String>> values) {
        Map<String, Long> counts = new HashMap<>();
        payments.stream()
                .filter(matches)
                .forEach(p -> values.apply(p).forEach(value -> counts.merge(value, 1L, Long::sum)));
        List<Map.Entry<String, Long>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(
                Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()));
        Map<String, Long> top = new LinkedHashMap<>();
        sorted.stream().limit(50).forEach(entry -> top.put(entry.getKey(), entry.getValue()));
        return List.copyOf(top.entrySet());
    }

    private static long micros(Payment payment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, payment.recordedAt());
    }

    private static long micros(int seconds) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Payment.START.plusSeconds(seconds));
    }
}
