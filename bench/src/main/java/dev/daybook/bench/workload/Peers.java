package dev.daybook.bench.workload;

import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Server;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.peer.Peer;
import dev.daybook.bench.peer.Score;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Daybook and its peers in turns on one server, so that what disturbs the machine disturbs all of
 * them. Each peer's rate is held against that of the Daybook run right before it.
 *
 * @param rounds how often each of them runs
 */
public record Peers(Write daybook, List<Peer> peers, int rounds) {

    public void run(Server server, Figures figures) throws InterruptedException {
        Map<Pattern, List<Double>> own = new EnumMap<>(Pattern.class);
        Map<String, Turns> turns = new TreeMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Pattern pattern : Pattern.values()) {
                for (Peer peer : peers.stream().filter(each -> each.runs(pattern)).toList()) {
                    double ours = daybook(server, figures, pattern, round + "-" + peer.name());
                    own.computeIfAbsent(pattern, _ -> new ArrayList<>()).add(ours);
                    Score score =
                            peer.measure(server, pattern, daybook.accounts(), daybook.timing());
                    String name = peer.name() + "." + pattern.word();
                    score.report(figures.of(name).of(String.valueOf(round)));
                    turns.computeIfAbsent(name, _ -> new Turns()).add(ours, score.perSecond());
                }
            }
        }
        own.forEach((pattern, rates) ->
                figures.add("daybook." + pattern.word(), mean(rates), "transfers/s"));
        turns.forEach((name, each) -> {
            figures.add("peer." + name, mean(each.theirs), "transfers/s");
            figures.add("beside." + name, mean(each.ours), "transfers/s");
            figures.add("ratio." + name, mean(each.ours) / mean(each.theirs), "times");
        });
    }

    /** The rates of Daybook and of a peer, each pair taken one right after the other. */
    private record Turns(List<Double> ours, List<Double> theirs) {

        Turns() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        void add(double our, double their) {
            ours.add(our);
            theirs.add(their);
        }
    }

    private double daybook(Server server, Figures figures, Pattern pattern, String round)
            throws InterruptedException {
        WriteWindow window = daybook.load(server, pattern, pattern.word());
        window.report(figures.of("daybook").of(pattern.word()).of(round));
        return window.perSecond();
    }

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
