package dev.daybook.server.bank;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened, to be closed in the opposite order. */
final class OpenParts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OpenParts.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** The part itself, which is closed with this. */
    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** A part that does not close cleanly keeps no other from being closed. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception failed) {
                log.warn("{} did not close cleanly.", part.getClass().getSimpleName(), failed);
            }
        }
    }
}
