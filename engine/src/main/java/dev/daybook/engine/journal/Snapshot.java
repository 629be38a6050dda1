package dev.daybook.engine.journal;

import dev.daybook.engine.event.EntityId;

/**
 * An entity's whole state at one of its versions, kept so that a long history need not be folded
 * from its beginning.
 *
 * @param entity whose state
 * @param position the position of the event that led to it
 * @param version the entity's version
 * @param type the simple name of the state's record class
 * @param shape the fingerprint of the schema of that class; a snapshot of another shape is passed
 *     over and folded anew
 * @param state the state in Avro binary
 */
public record Snapshot(
        EntityId entity, long position, long version, String type, long shape, byte[] state) {

    /** A snapshot is taken at each version that is a multiple of this. */
    public static final int EVERY_VERSIONS = 64;
}
