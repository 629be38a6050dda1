package dev.daybook.testkit.search;

import static dev.daybook.testkit.search.Payment.ids;
import static dev.daybook.testkit.search.Payment.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

public abstract class WordsContract {

    private SearchStore store;

    /** A store with nothing in it. */
    protected abstract SearchStore make();

    @BeforeEach
    void open() {
        store = make();
        store.open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aWordIsFoundWithOneTypoFromFourLettersAndTwoFromEight() {
        save("the rent is due", "electricity bill", "tea");
        assertThat(found("rnet")).containsExactly("p0");
        assertThat(found("elektricyty")).containsExactly("p1");
        assertThat(found("elektrycyti")).isEmpty();
        assertThat(found("tae")).as("three letters").isEmpty();
    }

    @Test
    void aNumberIsNotForgivenATypo() {
        save("invoice 20261234");
        assertThat(found("20261234")).containsExactly("p0");
        assertThat(found("202612")).containsExactly("p0");
        assertThat(found("20261235")).isEmpty();
    }

    @Test
    void aWordIsFoundByItsBeginning() {
        save("groceries");
        assertThat(found("g")).containsExactly("p0");
        assertThat(found("groc")).containsExactly("p0");
        assertThat(found("ceries")).isEmpty();
    }

    @Test
    void theVeryWordComesBeforeABeginningAndABeginningBeforeATypo() {
        save("rents", "rent", "rend", "rental");
        assertThat(found("rent")).containsExactly("p1", "p3", "p0", "p2");
    }

    @Test
    void equalMatchesComeNewestFirst() {
        save("rent march", "rent april", "rent may");
        assertThat(found("rent")).containsExactly("p2", "p1", "p0");
    }

    @Test
    void caseAndAccentsDoNotMatterOnEitherSide() {
        save("CAFÉ Zürich", "cafe zurich", "ﬁnance", "Žluťoučký kůň", "cafe\u0301 decomposed");
        assertThat(found("café ZURICH")).containsExactlyInAnyOrder("p0", "p1");
        assertThat(found("finance")).containsExactly("p2");
        assertThat(found("zlutoucky kun")).containsExactly("p3");
        assertThat(found("cafe decomposed")).containsExactly("p4");
        assertThat(found("cafe\u0301 zürich")).containsExactlyInAnyOrder("p0", "p1");
    }

    @Test
    void otherScriptsAndSignsAreFoundToo() {
        save("оплата аренды", "家賃の支払い", "party 🎉", "ΟΔΟΣ");
        assertThat(found("АРЕНДЫ")).containsExactly("p0");
        assertThat(found("家賃")).containsExactly("p1");
        assertThat(found("🎉")).containsExactly("p2");
    }

    @Test
    void anIdentifierIsFoundWholeAndByEachPart() {
        save("moved from berka-123", "tx_42:a", "12.50,jan.novak@bank.example");
        assertThat(found("berka-123")).containsExactly("p0");
        assertThat(found("123")).containsExactly("p0");
        assertThat(found("berka")).containsExactly("p0");
        assertThat(found("berka-124")).isEmpty();
        assertThat(found("42")).containsExactly("p1");
        assertThat(found("novak")).containsExactly("p2");
        assertThat(found("jan.novak@bank.example 12.50")).containsExactly("p2");
    }

    @Test
    void everyWordMustMatchInSomeText() {
        Payment payment = Payment.number(0);
        Payment rich =
                new Payment(
                        "rich",
                        "monthly rent",
                        "Jan Novák",
                        Map.of("invoice", "inv-77"),
                        List.of("urgent"),
                        payment.kind(),
                        payment.accounts(),
                        null,
                        1,
                        payment.valueDate(),
                        payment.recordedAt(),
                        null);
        store.save(Payment.writes(List.of(payment, rich), 1), 1);
        assertThat(found("novak rent 77 urgent")).containsExactly("rich");
        assertThat(found("invoice")).as("keys of a map").containsExactly("rich");
        assertThat(found("novak rent salary")).isEmpty();
        assertThat(found("account")).as("keywords are not words").isEmpty();
    }

    @Test
    void hostileQuestionsAreJustWords() {
        save("plain payment", "another one");
        assertThat(found("*:*")).isEmpty();
        assertThat(found("\"")).isEmpty();
        assertThat(found("\u0000\u0007\u001b")).isEmpty();
        assertThat(found("plain\u0000payment")).containsExactly("p0");
        assertThat(found("+plain -payment ~(")).containsExactly("p0");
        assertThat(found("plain AND another")).isEmpty();
        assertThat(found("/.*/ description:[* TO *]")).isEmpty();
        assertThat(found("\ud83d")).as("half a surrogate pair").isEmpty();
        assertThat(found("👩‍👩‍👧‍👦")).isEmpty();
        assertThat(found("x".repeat(1_000_000))).isEmpty();
        assertThat(found("é".repeat(300))).isEmpty();
        assertThat(found("plain ".repeat(100_000))).containsExactly("p0");
        assertThat(
                        found(
                                String.join(
                                        " ",
                                        IntStream.range(0, 5_000).mapToObj(n -> "w" + n).toList())))
                .isEmpty();
        assertThat(found("  ")).as("blank is no question").hasSize(2);
    }

    @Test
    void oddDocumentsAreTaken() {
        save(
                "x".repeat(200_000),
                "",
                "\u0000",
                "\ud83d\ude00\ud83d",
                "ok " + "long ".repeat(50_000));
        assertThat(found("ok")).containsExactly("p4");
        assertThat(store.search(Payment.all()).total()).isEqualTo(5);
    }

    private List<String> found(String words) {
        return ids(store.search(words(words)));
    }

    /** Payments p0, p1, …, each newer than the one before. */
    private void save(String... descriptions) {
        List<Payment> payments =
                IntStream.range(0, descriptions.length)
                        .mapToObj(n -> Payment.of(n, Arrays.asList(descriptions).get(n)))
                        .toList();
        store.save(Payment.writes(payments, 1), 1);
    }
}
