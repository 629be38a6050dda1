package dev.daybook.kafka;

import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.relay.Violation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Counts the events that were withheld, by contract and reason, and logs the first of each. There
 * are not more of them than contracts, a few times. Met by one thread, asked for by many.
 */
final class Violations {

    private static final Logger log = LoggerFactory.getLogger(Violations.class);

    private final Map<String, Violation> met = new ConcurrentSkipListMap<>();

    /** An event that was withheld, and why. */
    record Withholding(RecordedEvent event, String code, String message) {}

    void met(List<Withholding> withheld) {
        withheld.forEach(each -> met(each.event, each.code, each.message));
    }

    private void met(RecordedEvent event, String code, String message) {
        Violation violation =
                met.merge(
                        event.type() + " " + event.schema() + " " + code,
                        new Violation(event.type(), event.schema(), code, message, 1),
                        (before, now) ->
                                new Violation(
                                        now.type(),
                                        now.schema(),
                                        now.code(),
                                        now.message(),
                                        before.withheld() + 1));
        if (violation.withheld() == 1) {
            log.error(
                    "Events of the type {}, version {}, are published without what they say, from"
                            + " position {} on ({}): {}",
                    event.type(),
                    event.schema(),
                    event.position(),
                    code,
                    message);
        }
    }

    List<Violation> all() {
        return List.copyOf(met.values());
    }
}
