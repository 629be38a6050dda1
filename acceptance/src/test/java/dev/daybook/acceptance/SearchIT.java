package dev.daybook.acceptance;

import static dev.daybook.testkit.Bank.amount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Finding transactions by what one remembers of them. */
@OnEveryBackend
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchIT {

    private final Bank bank;
    private final Api api;
    private String account = "";
    private long position;

    SearchIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @BeforeAll
    void postSomeTransactions() {
        account = bank.account();
        post(
                "deposits",
                "1000.00",
                "2025-05-01",
                "Salary May, Müller & Söhne",
                "employer",
                "Müller");
        post("withdrawals", "49.90", "2025-05-02", "Electricity bill", "invoice", "INV-2025-0042");
        post("withdrawals", "12.00", "2025-05-03", "Coffee and croissant", "shop", "Café Zürich");
        post("withdrawals", "7.50", "2025-05-04", "Coffee to go", "shop", "Kiosk");
        post(
                "deposits",
                "20.00",
                "2025-05-05",
                "Refund of electricity",
                "invoice",
                "INV-2025-0042");
        position = bank.head();
    }

    private void post(
            String what, String amount, String day, String description, String name, String value) {
        ObjectNode body = amount(amount).put("valueDate", day).put("description", description);
        body.set("metadata", Json.object(name, value));
        api.post("/v1/accounts/" + account + "/" + what, body).expect(201);
    }

    @Test
    void everyWordOfTheDescriptionIsFound() {
        assertThat(descriptions("q=electricity"))
                .containsExactlyInAnyOrder("Electricity bill", "Refund of electricity");
        assertThat(descriptions("q=electricity+bill")).containsExactly("Electricity bill");
    }

    @Test
    void wordsAreFoundDespiteTypos() {
        assertThat(descriptions("q=electrcity")).contains("Electricity bill");
        assertThat(descriptions("q=croisant")).containsExactly("Coffee and croissant");
    }

    @Test
    void beginningsOfWordsAreFound() {
        assertThat(descriptions("q=coff"))
                .containsExactlyInAnyOrder("Coffee and croissant", "Coffee to go");
        assertThat(descriptions("q=sal")).contains("Salary May, Müller & Söhne");
    }

    @Test
    void caseAndAccentsDoNotMatter() {
        assertThat(descriptions("q=SALARY")).hasSize(1);
        assertThat(descriptions("q=muller")).hasSize(1);
        assertThat(descriptions("q=" + Api.encode("zürich"))).hasSize(1);
        assertThat(descriptions("q=zurich")).hasSize(1);
    }

    @Test
    void wordsOfTheMetadataAreFound() {
        assertThat(descriptions("q=kiosk")).containsExactly("Coffee to go");
        assertThat(descriptions("q=INV-2025-0042")).hasSize(2);
    }

    @Test
    void filtersNarrowByAccountKindAmountAndDay() {
        assertThat(descriptions("kind=withdrawal")).hasSize(3);
        assertThat(descriptions("minAmount=20.00")).hasSize(3);
        assertThat(descriptions("minAmount=12.00&maxAmount=49.90")).hasSize(3);
        assertThat(descriptions("from=2025-05-02&to=2025-05-04")).hasSize(3);
        assertThat(descriptions("kind=withdrawal&maxAmount=12.00&q=coffee&from=2025-05-04"))
                .containsExactly("Coffee to go");
        assertThat(
                        api.get("/v1/transactions?account=" + Bank.unique("nobody"))
                                .expect(200)
                                .json()
                                .path("total")
                                .asInt())
                .isZero();
    }

    @Test
    void theOrderIsTheOneAskedFor() {
        assertThat(amounts("sort=amount"))
                .containsExactly("7.50", "12.00", "20.00", "49.90", "1000.00");
        assertThat(amounts("sort=-amount"))
                .containsExactly("1000.00", "49.90", "20.00", "12.00", "7.50");
        assertThat(find("sort=valueDate", item -> Json.text(item, "valueDate"))).isSorted();
    }

    @Test
    void facetsCountAllThatMatch() {
        JsonNode facets = page("facets=kind&limit=1").path("facets").path("kind");
        assertThat(facets.path("withdrawal").asInt()).isEqualTo(3);
        assertThat(facets.path("deposit").asInt()).isEqualTo(2);
    }

    @Test
    void thePagesOfAnAnswerShowEachTransactionOnce() {
        for (String order : List.of("", "&sort=amount", "&sort=-valueDate", "&q=coffee")) {
            List<String> all = find("limit=100" + order, item -> Json.text(item, "id"));
            List<String> paged = new ArrayList<>();
            String cursor = "";
            do {
                JsonNode page = page("limit=2" + order + cursor);
                assertThat(page.path("total").asInt()).isEqualTo(all.size());
                page.path("items").forEach(item -> paged.add(Json.text(item, "id")));
                cursor =
                        page.path("next").isString()
                                ? "&cursor=" + Api.encode(Json.text(page, "next"))
                                : "";
            } while (!cursor.isEmpty());
            assertThat(paged).as(order).containsExactlyElementsOf(all);
        }
    }

    @Test
    void whatIsPostedMeanwhileNeitherRepeatsNorHidesWhatWasThere() {
        String busy = bank.account();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.add(bank.deposit(busy, "1.00").text("id"));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            long latest = bank.deposit(busy, "1.00").position();
            JsonNode page =
                    bank.getAtLeast(latest, "/v1/transactions?limit=3&account=" + busy + cursor);
            page.path("items").forEach(item -> seen.add(Json.text(item, "id")));
            cursor =
                    page.path("next").isString()
                            ? "&cursor=" + Api.encode(Json.text(page, "next"))
                            : "";
        } while (!cursor.isEmpty());
        assertThat(seen).doesNotHaveDuplicates().containsAll(ids);
    }

    @Test
    void aFoundTransactionIsShownAsItIs() {
        JsonNode item = page("q=croissant").path("items").path(0);
        Answer itself = api.get("/v1/transactions/" + Json.text(item, "id")).expect(200);
        assertThat(item).isEqualTo(itself.json());
        assertThat(page("q=croissant").path("tookMillis").isNumber()).isTrue();
    }

    @Test
    void nothingAskedForWrongIsAnsweredAsIfItWereRight() {
        for (String wrong :
                List.of(
                        "limit=0",
                        "limit=-1",
                        "limit=x",
                        "limit=1000000",
                        "cursor=nonsense",
                        "cursor=%00",
                        "sort=colour",
                        "facets=colour",
                        "minAmount=x",
                        "minAmount=1e400",
                        "from=x",
                        "to=2025-13-01",
                        "colour=red",
                        "limit=1&limit=2")) {
            api.get("/v1/transactions?" + wrong).expectInvalid();
        }
    }

    @Test
    void wordsThatMeanSomethingToAnIndexAreJustWords() {
        for (String words :
                List.of(
                        "*",
                        "*:*",
                        "(",
                        "\"",
                        "a AND",
                        "~",
                        "coffee~5",
                        "/[/",
                        "\\",
                        "+-",
                        "🦊",
                        "a:b",
                        "[1 TO 2]")) {
            api.get("/v1/transactions?q=" + Api.encode(words)).expect(200);
        }
    }

    private JsonNode page(String query) {
        return bank.getAtLeast(position, "/v1/transactions?account=" + account + "&" + query);
    }

    private List<String> find(String query, Function<JsonNode, String> what) {
        return page(query).path("items").valueStream().map(what).toList();
    }

    private List<String> descriptions(String query) {
        return find(query, item -> Json.text(item, "description"));
    }

    private List<String> amounts(String query) {
        return find(query, item -> Json.text(item.path("legs").path(0), "amount").replace("-", ""));
    }
}
