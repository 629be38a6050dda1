package dev.daybook.engine.journal;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a Merkle tree over the hashes of all events: one hash for each complete
 * subtree, the largest first. It is all that is needed to append, and to say the root, in memory
 * that grows with the logarithm of the journal.
 *
 * <p>The tree is that of RFC 9162, section 2.1: a leaf is SHA-256(0x00 ‖ event hash), an inner node
 * SHA-256(0x01 ‖ left ‖ right), and the tree over n leaves splits at the largest power of two below
 * n. An instance belongs to one thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1">RFC 9162, Merkle trees</a>
 */
public final class MerkleFrontier {

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest sha256 = EventHash.sha256();
    private final List<byte[]> subtrees;
    private long size;

    /** An empty tree. */
    public MerkleFrontier() {
        this(0, List.of());
    }

    /**
     * The tree that {@link #size()} and {@link #subtrees()} described.
     *
     * @throws IllegalArgumentException when the number of hashes is not that of the ones in the
     *     binary size
     */
    public MerkleFrontier(long size, List<byte[]> subtrees) {
        if (Long.bitCount(size) != subtrees.size()) {
            throw new IllegalArgumentException(
                    "A tree of "
                            + size
                            + " leaves has "
                            + Long.bitCount(size)
                            + " subtrees, not "
                            + subtrees.size());
        }
        this.size = size;
        this.subtrees = new ArrayList<>(subtrees);
    }

    public MerkleFrontier copy() {
        return new MerkleFrontier(size, subtrees);
    }

    /** Number of events in the tree; equal to the position of the last. */
    public long size() {
        return size;
    }

    public List<byte[]> subtrees() {
        return List.copyOf(subtrees);
    }

    /** Appends the hash of the next event. */
    public void append(byte[] eventHash) {
        sha256.update(LEAF);
        byte[] node = sha256.digest(eventHash);
        for (long carry = size; (carry & 1) == 1; carry >>= 1) {
            node = join(subtrees.removeLast(), node);
        }
        subtrees.add(node);
        size++;
    }

    /** The root over all events so far; that of an empty journal is SHA-256 of nothing. */
    public byte[] root() {
        if (subtrees.isEmpty()) {
            return sha256.digest();
        }
        byte[] root = subtrees.getLast();
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            root = join(subtrees.get(i), root);
        }
        return root;
    }

    private byte[] join(byte[] left, byte[] right) {
        sha256.update(NODE);
        sha256.update(left);
        return sha256.digest(right);
    }
}
