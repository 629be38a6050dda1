package dev.daybook.bench.workload;

import dev.daybook.bench.http.Client;
import dev.daybook.bench.http.Operator;
import dev.daybook.bench.http.ServerProcess;
import dev.daybook.bench.http.StackProcesses;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Scheduling;
import dev.daybook.bench.measure.Timing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What views and an analyst take from writing: the same closed load with all views, with none, and
 * with all and an analyst beside them.
 *
 * <p>First on a node that does everything. Then on two nodes, of which the one behind relays and
 * follows the views: as if they were two machines, where the system can keep processes to some of
 * its processors, the node in front, its database and whoever sends commands having one half of
 * them and everything else the other; and on all processors, the node behind and all other servers
 * having what those in front leave of them.
 */
record Isolation(StackProcesses stack, int accounts, Timing timing) {

    private static final int BATCHES_AT_ONCE = 2;

    /** Whom commands are sent to, and whom the views belong to. */
    private record Nodes(ServerProcess server, Client client, Operator operator, Operator views) {}

    void run(Figures figures) throws InterruptedException {
        List<String> all = List.of("--config", stack.configuration().toString());
        try (ServerProcess server = ServerProcess.startOn(stack.data(), all);
                Client client = new Client(server.address(), server.token());
                Operator operator = new Operator(server.address(), server.token())) {
            measure(new Nodes(server, client, operator, operator), figures.of("one-node"));
        }
        if (Scheduling.canChoose()) {
            withTwo(false, figures.of("two-machines"));
            Scheduling.toAll(ProcessHandle.current().pid());
            stack.pids().forEach(Scheduling::toAll);
        }
        if (Scheduling.canPutLast()) {
            Figures last = figures.of("two-nodes");
            last.count(
                    "by-session",
                    Scheduling.isBySession() ? 1 : 0,
                    "(1: nice counts within a session only)");
            withTwo(true, last);
        }
    }

    /**
     * @param together on the same processors
     */
    private void withTwo(boolean together, Figures figures) throws InterruptedException {
        List<String> front = List.of("--config", stack.configurationInFront().toString());
        try (ServerProcess server = ServerProcess.startOn(stack.data(), front);
                Client client = new Client(server.address(), server.token());
                Operator operator = new Operator(server.address(), server.token());
                ServerProcess behind = behind(together ? Scheduling.LAST : List.of());
                Operator views = new Operator(behind.address(), behind.token())) {
            if (together) {
                stack.pids().forEach(Scheduling::toLast);
            } else {
                Scheduling.toFirstHalf(ProcessHandle.current().pid());
                Scheduling.toFirstHalf(server.pid());
                Scheduling.toFirstHalf(server.databasePid());
                Scheduling.toSecondHalf(behind.pid());
                stack.pids().forEach(Scheduling::toSecondHalf);
            }
            measure(new Nodes(server, client, operator, views), figures);
            server.verify();
        }
    }

    private ServerProcess behind(List<String> before) throws InterruptedException {
        try {
            Path data = Files.createDirectories(stack.data().resolve("behind"));
            return ServerProcess.startWith(
                    before,
                    data,
                    List.of("--config", stack.configurationBehind(stack.data()).toString()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void measure(Nodes nodes, Figures figures) throws InterruptedException {
        Operator operator = nodes.operator;
        write(nodes); // to have everything warm
        Stack.awaitLive(operator);
        write(nodes).report(figures.of("views-on"));
        long written = System.nanoTime();
        Stack.awaitLive(operator);
        figures.add(
                "views-on.behind",
                (System.nanoTime() - written) / 1e9,
                "s until they had caught up");
        List<String> views = operator.views().stream().map(Operator.View::name).toList();
        views.forEach(nodes.views::pause);
        write(nodes).report(figures.of("views-off"));
        views.forEach(nodes.views::resume);
        Stack.awaitLive(operator);
        try (Analyst analyst = Analyst.at(stack)) {
            write(nodes).report(figures.of("analyst"));
            figures.count("analyst.queries", analyst.queries(), "queries");
        }
        double off = figures.value("views-off.committed");
        figures.add("ratio.views-on", figures.value("views-on.committed") / off, "of views-off");
        figures.add("ratio.analyst", figures.value("analyst.committed") / off, "of views-off");
    }

    private Requests write(Nodes nodes) throws InterruptedException {
        return ClosedRequests.run(
                nodes.server,
                accounts,
                BATCHES_AT_ONCE,
                ClosedRequests.batches(nodes.client),
                timing);
    }
}
