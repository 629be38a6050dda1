package dev.daybook.stack;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A server did not start or could not be stopped; the message says what it was, and where its log
 * is.
 */
public final class ServerFailedException extends RuntimeException {

    /** The files of a server could not be read or written. */
    static ServerFailedException files(Path directory, IOException failure) {
        return new ServerFailedException(
                "The files in " + directory + " could not be made ready: " + failure + ".",
                failure);
    }

    ServerFailedException(String message) {
        this(message, null);
    }

    ServerFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
