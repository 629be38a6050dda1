package dev.daybook.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.commit.WriteStore.Key;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * What stands for a client's idempotency key in the index: the first 128 bits of SHA-256 over the
 * length of the client's name, in four bytes, the name, and the key. Two texts of any length make a
 * wide index, whose entries are slow to compare; every command looks for its key in it.
 */
final class KeyDigest {

    private KeyDigest() {}

    static UUID of(Key key) {
        return of(key.client(), key.value());
    }

    static UUID of(String client, String key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] name = client.getBytes(UTF_8);
            sha256.update(ByteBuffer.allocate(4).putInt(name.length).flip());
            sha256.update(name);
            ByteBuffer digest = ByteBuffer.wrap(sha256.digest(key.getBytes(UTF_8)));
            return new UUID(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }
}
