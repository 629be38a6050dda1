package dev.daybook.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.simulation.Simulator.Course;

import org.junit.jupiter.api.Test;

/** The engine as it is holds what it promises, and a seed is all one needs to see it again. */
class SimulatorTest {

    private static final int HISTORIES = 1_500;

    @Test
    void nothingThatMustAlwaysHoldIsEverBroken() {
        Simulator simulator = new Simulator();
        for (long seed = 1; seed <= HISTORIES; seed++) {
            Course course = simulator.run(seed);
            assertThat(course.finding())
                    .as("seed %d%n%s", seed, String.join("\n", course.lines()))
                    .isNull();
        }
    }

    @Test
    void aSeedReplaysExactly() {
        for (long seed = 1; seed <= 50; seed++) {
            Course first = new Simulator().run(seed);
            Course second = new Simulator().replay(seed);
            assertThat(second.digest()).isEqualTo(first.digest());
            assertThat(second.steps()).isEqualTo(first.steps());
        }
    }
}
