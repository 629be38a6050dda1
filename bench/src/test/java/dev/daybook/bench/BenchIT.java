package dev.daybook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Server;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Timing;
import dev.daybook.bench.peer.Peer;
import dev.daybook.bench.peer.RowLedger;
import dev.daybook.bench.peer.axon.AxonLedger;
import dev.daybook.bench.workload.Peers;
import dev.daybook.bench.workload.Write;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** The program as its user sees it, on a real server. Totals are looked at, never speed. */
class BenchIT {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int bench(String... arguments) {
        return Bench.run(List.of(arguments), new PrintWriter(out), new PrintWriter(err));
    }

    @Test
    void writeCommitsTransfersAndRejectsNone() {
        int code =
                bench("write", "--seconds", "1", "--warm-up", "1", "--accounts", "100", "--json");
        assertThat(code).as(err.toString()).isZero();
        JsonNode json = JsonMapper.shared().readTree(out.toString());
        assertThat(json.path("workload").asString()).isEqualTo("write");
        JsonNode figures = json.path("figures");
        for (String run : List.of("spread", "hot")) {
            assertThat(value(figures, run + ".committed")).isPositive();
            assertThat(value(figures, run + ".events"))
                    .as("three events a transfer")
                    .isGreaterThan(value(figures, run + ".committed") * 2);
            for (String none : List.of("rejected", "unknown", "overloaded")) {
                assertThat(value(figures, run + "." + none)).as(none).isZero();
            }
        }
        assertThat(value(figures, "single.p50")).isPositive();
        assertThat(value(figures, "single.p99"))
                .isGreaterThanOrEqualTo(value(figures, "single.p50"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lag --rate 100 --seconds 1 --warm-up 0",
                "rebuild --events 1000",
                "asof --events 200 --seconds 1 --warm-up 0",
                "search --events 200 --rate 100 --seconds 1 --warm-up 0",
                "age --events 3000 --young 1000 --accounts 100 --rounds 1 --seconds 1 --warm-up 0",
                "inner --in-process --seconds 1 --warm-up 0"
            })
    void everyWorkloadOnTheEngineGivesFigures(String line) {
        assertThat(bench(line.split(" "))).as(err.toString()).isZero();
        assertThat(out.toString().lines())
                .isNotEmpty()
                .allSatisfy(each ->
                        assertThat(each).matches("[a-z0-9_.-]+: -?[0-9]+(\\.[0-9]+)? \\S.*"));
    }

    @Test
    void peersAreHeldAgainstTheDaybookRunRightBefore() throws InterruptedException {
        Figures figures = new Figures(_ -> {});
        Write daybook = new Write(100, 200, false, Timing.seconds(0, 1));
        try (Server server = Server.start()) {
            List<Peer> peers = List.of(new RowLedger(), new AxonLedger(4));
            new Peers(daybook, peers, 1).run(server, figures);
        }
        for (Pattern pattern : Pattern.values()) {
            for (String peer : List.of("rows.", "axon.")) {
                String run = peer + pattern.word();
                assertThat(figures.value("peer." + run)).isPositive();
                assertThat(figures.value("ratio." + run))
                        .isEqualTo(figures.value("beside." + run) / figures.value("peer." + run));
            }
        }
        assertThat(figures.value("axon.hot.1.conflicts"))
                .as("the hot account makes them, and they are no commits")
                .isPositive();
        assertThat(figures.value("axon.hot.1.given-up")).isZero();
    }

    @Test
    void withoutTheLauncherThereIsNoServerToMeasure() {
        assertThat(bench("http")).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void withoutTheLauncherThereIsNoStackToMeasure() {
        assertThat(bench("stack")).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
    }

    private static double value(JsonNode figures, String name) {
        return figures.path(name).path("value").asDouble();
    }

    @Test
    void aNameThatIsNoneIsOneLineAndTheCodeOfWrongUsage() {
        assertThat(bench("speed")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        "daybook: 'speed' is not understood. See `./daybook bench --help`.");
    }

    @Test
    void aNumberOutOfBoundsIsOneLineAndTheCodeOfWrongUsage() {
        assertThat(bench("write", "--seconds", "0")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "daybook: --seconds is a number from 1 to 3,600, not 0. See `./daybook"
                                + " bench write --help`.");
    }

    @Test
    void withoutANameTheWorkloadsAreListed() {
        assertThat(bench()).isZero();
        assertThat(out.toString()).contains("Workloads:").contains("write");
    }
}
