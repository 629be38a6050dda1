package dev.daybook.engine.event;

import java.util.ArrayList;
import java.util.List;

/** Finds the record classes at the leaves of a sealed hierarchy. */
public final class SealedTypes {

    private SealedTypes() {}

    /**
     * The records that a sealed interface permits, directly or through further sealed interfaces,
     * in the order of their declaration.
     *
     * @throws IllegalArgumentException when a leaf is not a record
     */
    public static <T> List<Class<? extends T>> records(Class<T> root) {
        List<Class<? extends T>> leaves = new ArrayList<>();
        collect(root, root, leaves);
        return List.copyOf(leaves);
    }

    private static <T> void collect(Class<T> root, Class<?> type, List<Class<? extends T>> leaves) {
        if (type.isRecord()) {
            leaves.add(type.asSubclass(root));
        } else if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(root, permitted, leaves);
            }
        } else {
            throw new IllegalArgumentException(
                    type.getName() + " is neither a record nor a sealed interface.");
        }
    }
}
