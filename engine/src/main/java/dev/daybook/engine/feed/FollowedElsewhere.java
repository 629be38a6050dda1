package dev.daybook.engine.feed;

import java.time.Duration;
import java.util.Set;

/**
 * No lane at all: other nodes follow the view, whose store all of them reach. How far it is, the
 * store knows.
 */
public final class FollowedElsewhere implements Subscription {

    private final Feed feed;

    /**
     * @param feed tells what is recorded
     */
    public FollowedElsewhere(Feed feed) {
        this.feed = feed;
    }

    @Override
    public Set<Integer> lanes() {
        return Set.of();
    }

    @Override
    public void seek(Progress progress) {}

    @Override
    public Batch next(int limit, Duration wait) throws InterruptedException {
        Thread.sleep(wait);
        return Batch.NONE;
    }

    @Override
    public long head() {
        return feed.head();
    }

    @Override
    public void close() {}
}
