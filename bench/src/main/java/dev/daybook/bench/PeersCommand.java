package dev.daybook.bench;

import dev.daybook.bench.load.Server;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.peer.Peer;
import dev.daybook.bench.peer.Pgbench;
import dev.daybook.bench.peer.RowLedger;
import dev.daybook.bench.peer.axon.AxonLedger;
import dev.daybook.bench.workload.Peers;
import dev.daybook.bench.workload.Write;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code bench peers}. */
@Command(
        name = "peers",
        header = "The same transfers as others write them, in turns with Daybook on one server.")
final class PeersCommand implements Callable<Integer> {

    private static final int ROUNDS_MAX = 100;

    @Mixin private final Measuring measuring = new Measuring();
    @Mixin private final Load load = new Load();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "2",
            description = "How often each of them runs; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Override
    public Integer call() throws InterruptedException {
        measuring.require("--rounds", rounds, 1, ROUNDS_MAX);
        Write daybook = load.write(measuring, false);
        Figures figures = measuring.figures();
        try (Server server = Server.start()) {
            measuring.remark(server.description());
            new Peers(daybook, peers(measuring), rounds).run(server, figures);
        }
        return measuring.done(figures);
    }

    /** Those that can run here; what cannot is told. */
    static List<Peer> peers(Measuring measuring) {
        List<Peer> peers = new ArrayList<>(List.of(new RowLedger(), new AxonLedger(8, 16)));
        if (Pgbench.isInstalled()) {
            peers.add(new Pgbench());
        } else {
            measuring.remark("pgbench is skipped: there is no such program on the PATH.");
        }
        return peers;
    }
}
