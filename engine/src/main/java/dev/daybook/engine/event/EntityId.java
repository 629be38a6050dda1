package dev.daybook.engine.event;

import org.jspecify.annotations.Nullable;

/**
 * Names one entity of a book: what kind of thing it is, and which one.
 *
 * @param kind the kind, a short lower-case word such as {@code account}; it contains no colon
 * @param value the identifier within the kind, 1 to {@value #VALUE_MAX_CHARS} characters
 */
public record EntityId(String kind, String value) implements Comparable<EntityId> {

    /** The longest identifier that the journal takes, in characters. */
    public static final int VALUE_MAX_CHARS = 128;

    public EntityId {
        if (kind.isEmpty() || kind.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "The kind of an entity is a word without a colon, not '" + kind + "'.");
        }
        if (value.isEmpty() || value.length() > VALUE_MAX_CHARS) {
            throw new IllegalArgumentException(
                    "The identifier of an entity has 1 to "
                            + VALUE_MAX_CHARS
                            + " characters, not "
                            + value.length());
        }
    }

    /**
     * Reads the form that {@link #toString()} writes, {@code kind:value}. The value may contain
     * further colons.
     */
    public static EntityId parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "An entity is written kind:value, not '" + text + "'.");
        }
        return new EntityId(text.substring(0, colon), text.substring(colon + 1));
    }

    /** Kinds are few and mostly one and the same text; what tells entities apart is the value. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof EntityId(String itsKind, String itsValue)
                        && value.equals(itsValue)
                        && kind.equals(itsKind));
    }

    @Override
    public int hashCode() {
        return 31 * value.hashCode() + kind.hashCode();
    }

    @Override
    public int compareTo(EntityId other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return kind + ':' + value;
    }
}
