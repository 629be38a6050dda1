package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Berka;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.Program;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Fifteen months of a real bank, through the public command path. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BerkaIT {

    /** Account-days that are held against the files one by one, besides the import's own report. */
    private static final int SAMPLES = 300;

    private Berka berka;
    private DaybookProcess process;
    private Bank bank;
    private List<List<String>> rows;
    private JsonNode report;
    private long head;

    @BeforeAll
    void importOnce() {
        berka = Berka.orSkip();
        rows = berka.rows("trans.asc");
        process = DaybookProcess.start();
        bank = new Bank(process);
        Program.Run run = importBerka();
        assertThat(run.exitCode()).as(run.err()).isZero();
        report = Json.parse(run.out());
        head = bank.head();
        System.out.printf(
                "BerkaIT: %d rows imported and reconciled in %.1f s, %.1f s with the start of the"
                        + " command%n",
                rows.size(), report.path("millis").asLong() / 1e3, run.took().toMillis() / 1e3);
    }

    @AfterAll
    void stop() {
        if (process != null) {
            process.close();
        }
    }

    private Program.Run importBerka() {
        return Program.built()
                .run(
                        "import",
                        "berka",
                        berka.directory().toString(),
                        "--json",
                        "--data",
                        process.data().toString());
    }

    @Test
    @Order(1)
    void everyRowIsPostedAndEveryUserSet() {
        assertThat(report.path("rows").path("read").asInt()).isEqualTo(rows.size());
        assertThat(report.path("rows").path("posted").asInt()).isEqualTo(rows.size());
        assertThat(report.path("rows").path("rejected")).isEmpty();
        assertThat(report.path("accounts").path("opened").asInt())
                .isEqualTo(berka.rows("account.asc").size());
        long users =
                berka.rows("disp.asc").stream()
                        .filter(row -> row.get(3).equals("DISPONENT"))
                        .count();
        assertThat(report.path("authorizedUsers").path("set").asLong()).isEqualTo(users);
        JsonNode found = bank.getAtLeast(head, "/v1/transactions?limit=1");
        assertThat(found.path("total").asInt()).isEqualTo(rows.size());
        System.out.printf(
                "BerkaIT: found among %d transactions in %d ms%n",
                rows.size(),
                bank.getAtLeast(head, "/v1/transactions?q=insuranc&limit=20&facets=kind")
                        .path("tookMillis")
                        .asLong());
    }

    @Test
    @Order(2)
    void noBalanceDiffersWhereTheDataAgreesWithItself() {
        JsonNode days = report.path("accountDays");
        assertThat(days.path("unexpected").asInt()).isZero();
        assertThat(days.path("agreeing").asInt() + days.path("differing").asInt())
                .isEqualTo(days.path("compared").asInt());
        assertThat(days.path("compared").asInt()).isEqualTo(closings().size());
        assertThat(days.path("differences")).hasSize(days.path("differing").asInt());
        System.out.printf(
                "BerkaIT: %d account-days agree with the bank, %d differ as the data differs from"
                        + " itself%n",
                days.path("agreeing").asInt(), days.path("differing").asInt());
        // Where no row of the day has the balance that its rows sum to, the data differs from
        // itself; the report may
        // look closer, at the order of the day's rows, but must not find fewer.
        Map<String, List<BigDecimal>> recorded =
                rows.stream()
                        .collect(
                                Collectors.groupingBy(
                                        BerkaIT::accountDay,
                                        Collectors.mapping(
                                                row -> new BigDecimal(row.get(6)),
                                                Collectors.toList())));
        long differing =
                closings().entrySet().stream()
                        .filter(closing ->
                                recorded.get(closing.getKey()).stream()
                                        .noneMatch(balance ->
                                                balance.compareTo(closing.getValue()) == 0))
                        .count();
        assertThat(days.path("differing").asLong()).isGreaterThanOrEqualTo(differing);
    }

    @Test
    @Order(3)
    void theBalanceOfADayIsTheSumOfTheRowsUpToIt() throws Exception {
        List<Map.Entry<String, BigDecimal>> closings = new ArrayList<>(closings().entrySet());
        closings.sort(Map.Entry.comparingByKey(Comparator.naturalOrder()));
        Random random = new Random(1993);
        List<Map.Entry<String, BigDecimal>> samples =
                random.ints(SAMPLES, 0, closings.size()).mapToObj(closings::get).toList();
        List<String> shown =
                Together.run(
                        SAMPLES,
                        i -> {
                            String[] accountDay = samples.get(i).getKey().split(" ");
                            return Json.text(
                                    bank.getAtLeast(
                                            head,
                                            "/v1/accounts/"
                                                    + accountDay[0]
                                                    + "/balance?on="
                                                    + accountDay[1]),
                                    "balance");
                        });
        assertThat(shown)
                .containsExactlyElementsOf(
                        samples.stream().map(each -> each.getValue().toPlainString()).toList());
    }

    @Test
    @Order(4)
    void theBookIsWholeAndTrue() {
        assertThat(Json.text(bank.api().get("/v1/book").json(), "sum.CZK")).isEqualTo("0.00");
        assertThat(bank.api().get("/v1/verify").expect(200).json().path("findings")).isEmpty();
    }

    @Test
    @Order(5)
    void importingAgainChangesNothing() {
        Program.Run run = importBerka();
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode again = Json.parse(run.out());
        assertThat(again.path("rows").path("posted").asInt()).isEqualTo(rows.size());
        assertThat(again.path("rows").path("postedBefore").asInt()).isEqualTo(rows.size());
        assertThat(again.path("accounts").path("opened").asInt()).isZero();
        assertThat(again.path("accountDays")).isEqualTo(report.path("accountDays"));
        assertThat(bank.head()).isEqualTo(head);
    }

    /** What each account's rows sum to at the close of each day on which it has some. */
    private Map<String, BigDecimal> closings() {
        Map<String, BigDecimal> running = new TreeMap<>();
        Map<String, BigDecimal> closings = new TreeMap<>();
        for (List<String> row : rows) { // in the order of days
            BigDecimal amount = new BigDecimal(row.get(5));
            BigDecimal balance =
                    running.merge(
                            row.get(1),
                            row.get(3).equals("PRIJEM") ? amount : amount.negate(),
                            BigDecimal::add);
            closings.put(accountDay(row), balance.setScale(2));
        }
        return closings;
    }

    private static String accountDay(List<String> row) {
        String day = row.get(2);
        return "berka-"
                + row.get(1)
                + " 19"
                + day.substring(0, 2)
                + "-"
                + day.substring(2, 4)
                + "-"
                + day.substring(4);
    }
}
