package dev.daybook.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** The same thing many times at once. */
final class Together {

    private Together() {}

    /** The results, in the order of the numbers 0 to {@code times} - 1. */
    static <T> List<T> run(int times, IntFunction<T> each) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                int number = i;
                running.add(threads.submit(() -> each.apply(number)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(future.get());
            }
            return results;
        }
    }

    /** For how many it is true. */
    static int count(int times, IntPredicate each) throws Exception {
        return (int) run(times, each::test).stream().filter(result -> result).count();
    }
}
