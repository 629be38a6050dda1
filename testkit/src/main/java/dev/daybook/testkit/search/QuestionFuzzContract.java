package dev.daybook.testkit.search;

import static dev.daybook.fuzz.Seeds.forEachSeed;
import static dev.daybook.testkit.search.Payment.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.view.SearchIndex.Filter;
import dev.daybook.engine.view.SearchIndex.Filter.Between;
import dev.daybook.engine.view.SearchIndex.Filter.OneOf;
import dev.daybook.engine.view.SearchIndex.Query;
import dev.daybook.engine.view.SearchIndex.Result;
import dev.daybook.engine.view.SearchIndex.Sort;
import dev.daybook.fuzz.Damage;
import dev.daybook.fuzz.Seeds;
import dev.daybook.fuzz.Texts;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Any text is a question, and only a cursor that was given out goes on from somewhere. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class QuestionFuzzContract {

    private static final int COUNT = 1_000;

    private SearchStore store;

    /** A store with nothing in it. */
    protected abstract SearchStore make();

    @BeforeAll
    void save() {
        store = make();
        store.open();
        Random random = new Random(11);
        store.save(
                Payment.writes(
                        IntStream.range(0, COUNT).mapToObj(n -> Payment.random(n, random)).toList(),
                        COUNT),
                COUNT);
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Test
    void anyTextIsAQuestionAndItsPagesFitTogether() {
        forEachSeed(
                200,
                random -> {
                    Query asked = question(random, Texts.any(random, 100));
                    Result<Payment> first = store.search(page(asked, null, 3));
                    assertThat(first.total()).isNotNegative();
                    if (first.next() == null) {
                        assertThat(first.total()).isEqualTo(first.items().size());
                        return;
                    }
                    List<String> six = new ArrayList<>(Payment.ids(first));
                    six.addAll(Payment.ids(store.search(page(asked, first.next(), 3))));
                    assertThat(Payment.ids(store.search(page(asked, null, 6)))).isEqualTo(six);
                });
    }

    @Test
    void aTextOfTenThousandCharactersIsAQuestion() {
        forEachSeed(
                20,
                random -> {
                    String text =
                            Texts.any(random, 8)
                                    + " "
                                    + Texts.any(Seeds.of(random.nextLong()), 10_000);
                    assertThat(store.search(Payment.words(text)).total()).isNotNegative();
                    assertThat(store.search(Payment.words("x".repeat(10_000))).total()).isZero();
                });
    }

    @Test
    void anyTextIsADocument() {
        forEachSeed(
                6,
                (seed, random) -> {
                    int first = (int) (COUNT * seed);
                    List<Payment> payments =
                            IntStream.range(first, first + 50)
                                    .mapToObj(n -> Payment.of(n, Texts.any(random, 2_000)))
                                    .toList();
                    store.save(Payment.writes(payments, first), first);
                    Between those = new Between("amount", (long) first, first + 49L);
                    assertThat(store.search(Payment.where(those)).total()).isEqualTo(50);
                });
    }

    @Test
    void aDamagedCursorIsRefused() {
        forEachSeed(
                250,
                random -> {
                    Query asked = question(random, random.nextBoolean() ? null : "rent salary");
                    String cursor = store.search(page(asked, null, 2)).next();
                    if (cursor == null) {
                        return;
                    }
                    String other =
                            random.nextInt(4) == 0
                                    ? Texts.any(random, 200)
                                    : Damage.to(cursor, random);
                    if (!other.equals(cursor)) {
                        requireRefused(page(asked, other, 2));
                    }
                    Query another = question(random, "insurance");
                    requireRefused(page(another, cursor, 2));
                });
    }

    private void requireRefused(Query query) {
        try {
            store.search(query);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("This cursor does not belong");
            return;
        }
        throw new AssertionError("taken for a cursor: " + query.cursor());
    }

    private static Query question(RandomGenerator random, @Nullable String words) {
        List<Filter> filters = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            filters.add(new OneOf("accounts", List.of(Texts.any(random, 30), "account-1")));
        }
        if (random.nextInt(4) == 0) {
            filters.add(new OneOf("kind", List.of("DEPOSIT", Texts.any(random, 300))));
        }
        if (random.nextInt(4) == 0) {
            Long least = random.nextBoolean() ? null : (Long) random.nextLong();
            Long most = random.nextBoolean() ? null : (Long) random.nextLong();
            filters.add(new Between("amount", least, most));
        }
        Sort sort = random.nextInt(3) == 0 ? new Sort("amount", random.nextBoolean()) : null;
        return new Query(words, filters, sort, null, 10, List.of("kind", "accounts"));
    }
}
