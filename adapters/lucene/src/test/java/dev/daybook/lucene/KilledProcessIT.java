package dev.daybook.lucene;

import static dev.daybook.lucene.DurabilityIT.contents;
import static dev.daybook.lucene.DurabilityIT.numbers;
import static dev.daybook.lucene.DurabilityIT.store;
import static dev.daybook.lucene.Together.open;
import static dev.daybook.lucene.Together.save;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.testkit.search.Payment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.stream.IntStream;

class KilledProcessIT {

    @TempDir Path directory;

    @Test
    void aKilledProcessLeavesAnIndexThatIsCompleteUpToItsPosition() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Endless.class.getName(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .start();
        int saved = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            // The second commit begins when the first is durable.
            while (saved < 2 * LuceneSearchStore.UNCOMMITTED_MAX + 5_000) {
                String line = lines.readLine();
                assertThat(line).as("the process went on").isNotNull();
                if (line.startsWith("saved ")) {
                    saved = Integer.parseInt(line.substring("saved ".length()));
                }
            }
            process.destroyForcibly().waitFor();
        }
        try (LuceneSearchStore<Payment> store = store(directory)) {
            int position = Math.toIntExact(open(store));
            assertThat(position).isGreaterThan(0);
            assertThat(contents(store).keySet())
                    .hasSize(position)
                    .containsAll(IntStream.range(0, position).mapToObj(n -> "p" + n).toList());
        }
    }

    /** Saves payments until it is killed; payment n at position n + 1. */
    static final class Endless {

        private Endless() {}

        @SuppressWarnings("InfiniteLoop")
        public static void main(String[] arguments) {
            LuceneSearchStore<Payment> store = store(Path.of(arguments[0]));
            open(store);
            for (int from = 0; ; from += 1_000) {
                save(store, numbers(from, from + 1_000, from + 1), from + 1_000);
                System.out.println("saved " + (from + 1_000));
            }
        }
    }
}
