package dev.daybook.bench;

import dev.daybook.bench.load.Server;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.workload.Write;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** {@code bench write}. */
@Command(
        name = "write",
        header = "Transfers through the engine: spread, with a hot account, and one at a time.")
final class WriteCommand implements Callable<Integer> {

    @Mixin private final Measuring measuring = new Measuring();

    @Mixin private final Load load = new Load();

    @Option(names = "--views", description = "With all views following meanwhile.")
    private boolean views;

    @Override
    public Integer call() throws InterruptedException {
        Write write = load.write(measuring, views);
        Figures figures = measuring.figures();
        try (Server server = Server.start()) {
            measuring.remark(server.description());
            write.run(server, figures);
        }
        return measuring.done(figures);
    }
}
