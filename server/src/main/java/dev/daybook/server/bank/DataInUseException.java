package dev.daybook.server.bank;

import java.nio.file.Path;

/** Another process works on the data directory. */
public final class DataInUseException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DataInUseException(Path data) {
        super(
                "Another Daybook uses the data directory "
                        + data
                        + ". Stop it, or name another directory with --data.");
    }
}
