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
    void theLongestBarTakesTheRoomAndTextIsEscaped() {
        String svg = new BarChart("a & b", "/s").add("x<y", 10, "10", true).svg();
        assertThat(svg).contains("a &amp; b", "x&lt;y", "width=\"400\"");
    }
}
