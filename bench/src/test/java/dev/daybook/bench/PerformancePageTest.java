package dev.daybook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.bench.measure.Figure;
import dev.daybook.bench.report.BarChart;
import dev.daybook.bench.report.PerformancePage;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;

class PerformancePageTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    @Test
    void whatWasNotMeasuredSaysSo() {
        PerformancePage page = new PerformancePage(List.of());
        assertThat(page.markdown(DAY, List.of("a machine"), "report"))
                .contains("- a machine", "`pgbench`, TPC-B-like | not measured |");
    }

    @Test
    void aPeerStandsBesideTheDaybookRunItIsHeldAgainst() {
        PerformancePage page =
                new PerformancePage(
                        List.of(
                                new Figure("peer.rows.hot", 1_000, "transfers/s"),
                                new Figure("beside.rows.hot", 12_345.6, "transfers/s"),
                                new Figure("ratio.rows.hot", 12.3456, "times")));
        assertThat(page.markdown(DAY, List.of(), "report"))
                .contains("half of them on one account | 1,000 | 12,346 | 12.3 × |");
    }

    @Test
    void anAimIsMetByTheFigureAndByNothingElse() {
        assertThat(aims(new Figure("single.p50", 4.99, "ms")))
                .contains("| One command alone, median | < 5 ms | 4.99 ms | met |");
        assertThat(aims(new Figure("single.p50", 5, "ms")))
                .contains("| One command alone, median | < 5 ms | 5 ms | **not met** |");
        assertThat(aims(new Figure("daybook.spread", 24_999, "transfers/s")))
                .contains("| ≥ 25,000 transfers/s | 24,999 transfers/s | **not met** |");
        assertThat(aims(new Figure("daybook.spread", 25_000, "transfers/s")))
                .contains("| ≥ 25,000 transfers/s | 25,000 transfers/s | met |");
        assertThat(aims()).contains("| ≥ 25,000 transfers/s | – | not measured |");
    }

    @Test
    void anAimThatWasMeasuredWithLessSaysSo() {
        Figure fast = new Figure("search.p99", 10, "ms");
        Figure many = new Figure("search.transactions", 2_000_000, "documents");
        Figure steady = new Figure("search.written", 1_000, "transfers/s");
        assertThat(aims(fast, steady, new Figure("search.transactions", 200_000, "documents")))
                .contains("| met, but at 200,000 of 2,000,000 transactions |");
        assertThat(aims(fast, many, new Figure("search.written", 512, "transfers/s")))
                .contains("| met, but at 512 of 990 transfers/s |");
        assertThat(aims(fast, many, steady)).contains("| 10 ms | met |");
    }

    private static String aims(Figure... figures) {
        return new PerformancePage(List.of(figures)).markdown(DAY, List.of(), "report");
    }

    @Test
    void theJournalsAgesAreInTheOrderOfTheirMeasuring() {
        PerformancePage page =
                new PerformancePage(
                        List.of(
                                new Figure("age.at-100000.committed", 20_000, "transfers/s"),
                                new Figure("age.at-1000000.committed", 19_000, "transfers/s")));
        assertThat(page.markdown(DAY, List.of(), "report"))
                .contains("| 100,000 | 20,000 | – | – | – |\n| 1,000,000 | 19,000 | – | – | – |");
        assertThat(page.age()).contains(">1,000,000<", "19,000 /s");
    }

    @Test
    void theLongestBarTakesTheRoomAndTextIsEscaped() {
        String svg = new BarChart("a & b", "/s").add("x<y", 10, "10", true).svg();
        assertThat(svg).contains("a &amp; b", "x&lt;y", "width=\"400\"");
    }
}
