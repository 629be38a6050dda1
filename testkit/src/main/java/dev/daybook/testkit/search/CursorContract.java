package dev.daybook.testkit.search;

import static dev.daybook.testkit.search.Payment.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import static java.util.Objects.requireNonNull;

import dev.daybook.engine.view.SearchIndex.Filter.Between;
import dev.daybook.engine.view.SearchIndex.Query;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

public abstract class CursorContract {

    private static final int COUNT = 10_000;

    private SearchStore store;

    /** A store with nothing in it. */
    protected abstract SearchStore make();

    @BeforeEach
    void save() {
        store = make();
        store.open();
        for (int from = 0; from < COUNT; from += 1_000) {
            saveNumbers(from, from + 1_000);
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void pagesGiveEachDocumentExactlyOnce() {
        assertThat(store.allIds(Payment.all(), 777, () -> {}))
                .hasSize(COUNT)
                .doesNotHaveDuplicates();
        assertThat(store.allIds(Payment.words("payment"), 1_000, () -> {}))
                .hasSize(COUNT)
                .doesNotHaveDuplicates();
        assertThat(store.allIds(Payment.sorted("valueDate", false), 500, () -> {}))
                .hasSize(COUNT)
                .doesNotHaveDuplicates();
    }

    @Test
    void pagesGiveEachDocumentExactlyOnceWhileOthersAreAdded() {
        AtomicInteger added = new AtomicInteger(COUNT);
        Runnable addMore = () -> saveNumbers(added.get(), added.addAndGet(50));
        List<String> before = IntStream.range(0, COUNT).mapToObj(n -> "p" + n).toList();
        for (Query query :
                List.of(
                        Payment.all(),
                        Payment.words("paymnet"),
                        Payment.sorted("valueDate", false))) {
            assertThat(store.allIds(query, 500, addMore))
                    .containsAll(before)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aCursorServesAnyLimitOfTheSameQuestion() {
        String cursor = store.search(page(Payment.words("Payment"), null, 10)).next();
        Query same = page(Payment.words(" payment  PAYMENT "), cursor, 3);
        assertThat(Payment.ids(store.search(same))).containsExactly("p9989", "p9988", "p9987");
    }

    @Test
    void theLastPageHasNoCursor() {
        Query few = Payment.where(new Between("amount", 0L, 9L));
        assertThat(store.search(page(few, null, 10)).next()).isNull();
        String cursor = store.search(page(few, null, 9)).next();
        assertThat(cursor).isNotNull();
        assertThat(store.search(page(few, cursor, 9)).next()).isNull();
    }

    @Test
    void aCursorThatIsInvalidForeignOrTamperedWithIsRefused() {
        String cursor =
                requireNonNull(store.search(page(Payment.words("payment"), null, 10)).next());
        for (Query other :
                List.of(
                        Payment.all(),
                        Payment.words("paymen"),
                        Payment.words("*"),
                        Payment.sorted("amount", true),
                        new Query(
                                "payment",
                                List.of(new Between("amount", 1L, null)),
                                null,
                                null,
                                10,
                                List.of()))) {
            refused(other, cursor);
        }
        for (String nonsense :
                List.of(
                        "",
                        " ",
                        "x",
                        "nonsense",
                        "%%%",
                        "AAAA",
                        "A".repeat(100_000),
                        "é",
                        "\u0000")) {
            refused(Payment.words("payment"), nonsense);
        }
        for (int i = 0; i < cursor.length(); i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            refused(
                    Payment.words("payment"),
                    cursor.substring(0, i) + other + cursor.substring(i + 1));
            refused(Payment.words("payment"), cursor.substring(0, i));
        }
    }

    private void refused(Query query, String cursor) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.search(page(query, cursor, 10)))
                .withMessageStartingWith("This cursor does not belong to this question.");
    }

    private void saveNumbers(int from, int to) {
        List<Payment> payments = IntStream.range(from, to).mapToObj(Payment::number).toList();
        store.save(Payment.writes(payments, to), to);
    }
}
