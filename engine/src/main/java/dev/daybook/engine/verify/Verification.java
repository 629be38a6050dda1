package dev.daybook.engine.verify;

import java.util.List;

/**
 * The result of a verification.
 *
 * @param events number of events read
 * @param entities number of entities whose fold was held against the current state
 * @param root the Merkle root over all events, in hexadecimal
 * @param findings what is wrong; empty when the book is whole and true
 * @param cut true when there was more to find than is listed
 */
public record Verification(
        String book, long events, long entities, String root, List<Finding> findings, boolean cut) {

    public Verification {
        findings = List.copyOf(findings);
    }

    public boolean ok() {
        return findings.isEmpty();
    }

    /**
     * Something that is wrong.
     *
     * @param position the event it was found at; 0 when it is not about one
     */
    public record Finding(long position, String problem) {}
}
