package dev.daybook.engine.relay;

import org.jspecify.annotations.Nullable;

/** The broker did not do what was asked, or nobody knows whether it did. */
public final class PublishingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public PublishingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
