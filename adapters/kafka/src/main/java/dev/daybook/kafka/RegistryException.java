package dev.daybook.kafka;

import org.jspecify.annotations.Nullable;

/**
 * The schema registry cannot be reached, or gave an answer that says nothing about the schema it
 * was asked about.
 */
public final class RegistryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public RegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
