package dev.daybook.engine.archive;

import org.jspecify.annotations.Nullable;

/**
 * An archive could not be reached, or is not what it should be; the message says which file and
 * what is wrong with it. It holds no personal data.
 */
public class ArchiveException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ArchiveException(String message) {
        this(message, null);
    }

    public ArchiveException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
