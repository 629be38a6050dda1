package dev.daybook.simulation.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a view keeps of an account, or of all of them: how much moved in how many events. Counting
 * shows an event that was lost or applied twice, whatever its amount.
 *
 * @param version the entity's version at the last event; 0 for the tally of all
 * @param disordered whether an entity's events ever came in another order than theirs
 */
public record Tally(long sum, long events, long version, boolean disordered) {

    /** Under this key a view counts everything. */
    public static final String ALL = "all";

    public static Tally after(@Nullable Tally before, long change, long version) {
        return before == null
                ? new Tally(change, 1, version, false)
                : new Tally(
                        before.sum + change,
                        before.events + 1,
                        version,
                        before.disordered || (version != 0 && version <= before.version));
    }
}
