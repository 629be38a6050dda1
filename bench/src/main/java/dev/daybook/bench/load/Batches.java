package dev.daybook.bench.load;

import dev.daybook.engine.commit.CommitListener;
import dev.daybook.engine.journal.RecordedEvent;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what a committer commits. */
public final class Batches implements CommitListener {

    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong commands = new AtomicLong();
    private final AtomicLong events = new AtomicLong();

    @Override
    public void committed(List<RecordedEvent> recorded, int decided) {
        batches.incrementAndGet();
        commands.addAndGet(decided);
        events.addAndGet(recorded.size());
    }

    /** Up to now. */
    public Count count() {
        return new Count(batches.get(), commands.get(), events.get());
    }

    public record Count(long batches, long commands, long events) {

        public Count since(Count earlier) {
            return new Count(
                    batches - earlier.batches,
                    commands - earlier.commands,
                    events - earlier.events);
        }
    }
}
