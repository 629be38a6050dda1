package dev.daybook.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.event.Lanes;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A lane is as far as it was followed, whether by itself or together with all. */
class ProgressTest {

    @Test
    void lanesThatAreFollowedTogetherAreAllAtOnePosition() {
        Progress all = Progress.all(7);
        assertThat(all.of(0)).isEqualTo(7);
        assertThat(all.of(Set.of(3, 31))).isEqualTo(7);
        assertThat(all.lowest()).isEqualTo(7);
    }

    @Test
    void aLaneThatNobodyFollowsIsAtTheBeginning() {
        Progress some = Progress.of(Map.of(1, 5L, 2, 9L));
        assertThat(some.of(2)).isEqualTo(9);
        assertThat(some.of(3)).isZero();
        assertThat(some.of(Set.of(1, 2))).isEqualTo(5);
        assertThat(some.of(Set.of(2, 3))).isZero();
    }

    @Test
    void aLaneNeverGoesBackWhenProgressesAreJoined() {
        Progress joined = Progress.of(Map.of(1, 5L, 2, 9L)).and(Progress.of(Map.of(2, 4L, 3, 1L)));
        assertThat(joined).isEqualTo(Progress.of(Map.of(1, 5L, 2, 9L, 3, 1L)));
    }

    @Test
    void whoWaitsForOneLaneDoesNotWaitForAnother() throws InterruptedException {
        ProgressSignal signal = new ProgressSignal(Set.of(1, 2));
        assertThat(signal.await(0, Duration.ZERO)).as("before anything is known").isFalse();
        signal.advance(Progress.of(Map.of(1, 5L)));
        assertThat(signal.await(5, Set.of(1), Duration.ZERO)).isTrue();
        assertThat(signal.await(5, Duration.ZERO)).isFalse();
        signal.advance(Progress.of(Map.of(2, 6L)));
        assertThat(signal.await(5, Duration.ZERO)).isTrue();
        assertThat(signal.position()).isEqualTo(5);
    }

    @Test
    void whatWasLostIsNotShownAnyMore() throws InterruptedException {
        ProgressSignal signal = new ProgressSignal(Set.of(Lanes.ALL));
        signal.advance(Progress.all(9));
        signal.restart(Progress.all(2));
        assertThat(signal.await(3, Duration.ZERO)).isFalse();
        assertThat(signal.position()).isEqualTo(2);
    }
}
