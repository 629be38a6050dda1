package dev.daybook.redis;

import static dev.daybook.engine.event.Lanes.ALL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.redis.Story.Follower;
import dev.daybook.testkit.Eventually;
import dev.daybook.testkit.TcpProxy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A network between the service and Redis that is as bad as a real one. */
class RedisNetworkIT {

    private static final Duration WAIT = Duration.ofSeconds(20);

    /** So many that a save is two calls. */
    private static final int MANY = 700;

    private static RealRedis redis;

    private TcpProxy proxy;
    private RedisViews views;
    private RedisKeyedStore<Story.Line> store;
    private Follower follower;

    @BeforeAll
    static void start(@TempDir Path directory) {
        redis = RealRedis.start(directory);
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void follow() {
        redis.operator(operator -> operator.flushall());
        proxy = TcpProxy.to(redis.port());
        views = new RedisViews(RealRedis.settings(proxy.port()), "main");
        store = views.keyed(Story.view("lines"));
        follower = new Follower(store);
        follower.follow(100);
    }

    @AfterEach
    void close() {
        views.close();
        proxy.close();
    }

    /** As many as were in the save that may have been made in part, whose values are ahead. */
    private void goesOn() {
        Eventually.holds(
                WAIT,
                () -> {
                    try {
                        follower.follow(MANY);
                        return store.get(Story.key(follower.position() - 1)).isPresent();
                    } catch (StorageException notYet) {
                        return false;
                    }
                });
        Story.assertIsAt(follower.position(), store);
    }

    @Test
    void aLineThatIsCutAgainAndAgainLosesNothingAndAppliesNothingTwice() {
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> following =
                CompletableFuture.supplyAsync(
                        () -> {
                            int failures = 0;
                            while (!enough.get()) {
                                try {
                                    follower.follow(MANY);
                                } catch (StorageException cut) {
                                    failures++;
                                }
                            }
                            return failures;
                        },
                        Thread::startVirtualThread);
        try {
            for (int cut = 0; cut < 20; cut++) {
                long before = progressOr(0);
                Eventually.holds(WAIT, () -> progressOr(before) > before);
                proxy.cut();
            }
        } finally {
            enough.set(true);
        }
        assertThat(following.join()).isPositive();
        goesOn();
    }

    private long progressOr(long otherwise) {
        try {
            return store.progress().of(ALL);
        } catch (StorageException cut) {
            return otherwise;
        }
    }

    @Test
    void whileRedisCannotBeReachedEveryCallFailsAtOnce() {
        proxy.refuse();
        proxy.cut();
        Eventually.holds(WAIT, () -> proxy.connections() == 0 && fails());
        long begin = System.nanoTime();
        for (int call = 0; call < 100; call++) {
            assertThat(fails()).isTrue();
            assertThatThrownBy(() -> store.open(Set.of(ALL)))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("redis://127.0.0.1:" + proxy.port());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        proxy.heal();
        goesOn();
    }

    private boolean fails() {
        try {
            store.get("a");
            return false;
        } catch (StorageException failed) {
            return true;
        }
    }

    @Test
    void aSlowLineIsSlowAndNothingElse() {
        proxy.delay(Duration.ofMillis(150));
        follower.follow(1_300);
        assertThat(store.get(Story.key(1_399))).isPresent();
        proxy.heal();
        Story.assertIsAt(1_400, store);
    }

    /** TCP would wait for a quarter of an hour. */
    @Test
    void aLineThatFallsSilentIsGivenUpInSecondsAndWhatArrivesLateDoesNoHarm() {
        int before = proxy.connections();
        proxy.blackHole();
        long begin = System.nanoTime();
        assertThatThrownBy(() -> store.save(List.of(Story.event(101, null)), Progress.all(101)))
                .isInstanceOf(StorageException.class);
        assertThat(fails()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
        Eventually.holds(
                WAIT,
                () -> {
                    assertThat(fails()).isTrue();
                    assertThatThrownBy(() -> store.open(Set.of(ALL)))
                            .isInstanceOf(StorageException.class);
                    return proxy.connections() >= before + 2; // each line is made anew
                });
        proxy.heal(); // and the script that was sent arrives
        goesOn();
    }

    @Test
    void aRedisThatIsAwayAtTheStartIsFoundWhenItIsThere() {
        try (TcpProxy other = TcpProxy.to(redis.port())) {
            other.refuse();
            try (RedisViews later = new RedisViews(RealRedis.settings(other.port()), "later")) {
                var waiting = later.keyed(Story.view("lines"));
                assertThatThrownBy(() -> waiting.open(Set.of(ALL)))
                        .isInstanceOf(StorageException.class);
                other.heal();
                Eventually.holds(
                        WAIT,
                        () -> {
                            try {
                                return waiting.open(Set.of(ALL)).of(ALL) == 0;
                            } catch (StorageException notYet) {
                                return false;
                            }
                        });
            }
        }
    }
}
