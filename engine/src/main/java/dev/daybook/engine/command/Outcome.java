package dev.daybook.engine.command;

import java.util.Map;

/** How a command ended, as it is recorded. */
public sealed interface Outcome {

    /**
     * Its events are in the journal.
     *
     * @param firstPosition the position of its first event
     * @param lastPosition the position of its last event
     */
    record Committed(long firstPosition, long lastPosition) implements Outcome {}

    /**
     * It was refused.
     *
     * @param code the stable code of the rejection
     * @param detail the reason in plain language
     * @param figures the figures behind it
     */
    record Rejected(String code, String detail, Map<String, String> figures) implements Outcome {

        /** The decision threw: a defect of the domain, recorded like any refusal. */
        public static final String DEFECT = "defect";

        /** The idempotency key was used before with another body. */
        public static final String KEY_REUSED = "idempotency-key-reused";

        public Rejected {
            figures = Map.copyOf(figures);
        }

        static Rejected of(Rejection rejection) {
            return new Rejected(rejection.code(), rejection.detail(), rejection.figures());
        }
    }

    static Outcome rejected(Rejection rejection) {
        return Rejected.of(rejection);
    }
}
