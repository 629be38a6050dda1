package dev.daybook.redis;

import dev.daybook.engine.view.KeyedView;
import dev.daybook.engine.view.ViewStore;
import dev.daybook.testkit.store.KeyedStoreContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** Redis as a store of keyed views. */
class RedisKeyedStoreIT extends KeyedStoreContract {

    private static RealRedis redis;
    private static RedisViews views;

    @BeforeAll
    static void start(@TempDir Path directory) {
        redis = RealRedis.start(directory);
        views = new RedisViews(redis.settings(), "main");
    }

    @AfterAll
    static void stop() {
        views.close();
        redis.close();
    }

    @Override
    protected <V extends Record> ViewStore<String, V> store(KeyedView<?, V> view) {
        return views.keyed(view);
    }
}
