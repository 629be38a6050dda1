package dev.daybook.cli;

import dev.daybook.cli.client.Json;
import dev.daybook.cli.terminal.Progress;
import dev.daybook.simulation.Fault;
import dev.daybook.simulation.Simulator;
import dev.daybook.simulation.Simulator.Course;
import dev.daybook.simulation.Simulator.Finding;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.PrintWriter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** {@code simulate}. */
@Command(
        name = "simulate",
        header = "Lives through seeded histories full of crashes, and looks for a broken promise.",
        description = {
            "Runs the real engine on a store in memory, in virtual time: two nodes that crash, lose"
                    + " replies, race, jump in time and choke on poison. Whatever must always hold"
                    + " is checked after every step.",
            "",
            "Exit code 0: nothing was broken. 1: something was; the seed, what was broken and the"
                    + " last steps are printed."
        })
final class SimulateCommand implements Callable<Integer> {

    private static final long NANOS_A_SECOND = 1_000_000_000;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "For how long, with a new seed each time (default: ${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Lives through this one history, and prints all of it.")
    private @Nullable Long seed;

    @Option(names = "--json", description = "Prints the result as JSON.")
    private boolean json;

    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private long histories;
    private long steps;
    private long nanos;

    @Override
    public Integer call() throws InterruptedException {
        // The engine warns of every failure, and there are thousands by design.
        System.setProperty("daybook.engine.log", "OFF");
        long start = System.nanoTime();
        Course last = seed == null ? runMany(start) : count(new Simulator().replay(seed));
        nanos = System.nanoTime() - start;
        if (json) {
            Output.of(spec).println(Json.pretty(json(last)));
        } else {
            print(last, Output.of(spec));
        }
        return last.finding() == null ? 0 : 1;
    }

    /**
     * Histories share nothing: each processor lives through its own, until one breaks something.
     */
    private Course runMany(long start) throws InterruptedException {
        AtomicLong next = new AtomicLong(ThreadLocalRandom.current().nextLong(1L << 40));
        AtomicReference<@Nullable Course> broken = new AtomicReference<>();
        long end = start + seconds * NANOS_A_SECOND;
        try (Progress progress = Progress.onTerminal(Output.remarks(spec));
                ExecutorService processors =
                        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            Callable<Course> work =
                    () -> {
                        Course course;
                        do {
                            course = count(new Simulator().run(next.getAndIncrement()));
                            if (course.finding() != null) {
                                broken.compareAndSet(null, course);
                            }
                            progress.step("histories", histories);
                        } while (broken.get() == null && System.nanoTime() < end);
                        return course;
                    };
            List<Future<Course>> last =
                    processors.invokeAll(
                            Collections.nCopies(Runtime.getRuntime().availableProcessors(), work));
            Course found = broken.get();
            // All of them, so that one that threw is not passed over.
            List<Course> lived = last.stream().map(Future::resultNow).toList();
            return found == null ? lived.getFirst() : found;
        }
    }

    private synchronized Course count(Course course) {
        histories++;
        steps += course.steps();
        course.faults().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        return course;
    }

    private double perSecond() {
        return histories * (double) NANOS_A_SECOND / Math.max(1, nanos);
    }

    private void print(Course last, PrintWriter out) {
        Finding finding = last.finding();
        if (seed != null || finding != null) {
            last.lines().forEach(out::println);
        }
        if (finding != null) {
            out.printf("Seed %d breaks %s: %s%n", last.seed(), finding.invariant(), finding.what());
            out.printf("./daybook simulate --seed %d shows all of it.%n", last.seed());
        }
        out.printf(
                Locale.ROOT,
                "%,d histories of %,d steps, %,.0f histories a second; %s.%n",
                histories,
                steps,
                perSecond(),
                finding == null ? "nothing was broken" : "one was broken");
        faults.forEach((fault, count) ->
                out.printf(
                        Locale.ROOT,
                        "  %-20s %,d%n",
                        fault.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        count));
    }

    private ObjectNode json(Course last) {
        ObjectNode result = Json.object();
        result.put("histories", histories)
                .put("steps", steps)
                .put("historiesPerSecond", Math.round(perSecond()))
                .put("lastSeed", last.seed());
        ObjectNode counts = result.putObject("faults");
        faults.forEach((fault, count) -> counts.put(fault.name(), count));
        Finding finding = last.finding();
        result.put("ok", finding == null);
        if (finding != null) {
            result.put("invariant", finding.invariant().name()).put("what", finding.what());
        }
        if (finding != null || seed != null) {
            ArrayNode lines = result.putArray("lines");
            last.lines().forEach(lines::add);
        }
        return result;
    }
}
