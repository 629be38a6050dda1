package dev.daybook.bench.load;

/** Which accounts transfers touch. */
public enum Pattern {
    /** Any two. */
    SPREAD,
    /** Every other transfer has one and the same account on one side, now this, now that. */
    HOT;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
