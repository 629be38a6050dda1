package dev.daybook.server.problem;

import java.io.IOException;

/** More bytes came than a request may have. */
public final class TooLargeException extends IOException {

    private static final long serialVersionUID = 1;

    private final long bytesMax;

    public TooLargeException(long bytesMax) {
        super("More than " + bytesMax + " bytes.");
        this.bytesMax = bytesMax;
    }

    public Problem problem() {
        return Problem.of(
                        ProblemType.PAYLOAD_TOO_LARGE,
                        "The body has more than " + bytesMax + " bytes. Send less at once.")
                .with("bytesMax", Long.toString(bytesMax));
    }
}
