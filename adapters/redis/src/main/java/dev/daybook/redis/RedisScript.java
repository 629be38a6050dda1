package dev.daybook.redis;

import dev.daybook.engine.journal.StorageException;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script that runs in Redis, as a whole and with nothing in between. It is sent once; a server
 * that does not know it any more, being another or restarted, is sent it again.
 */
final class RedisScript {

    private final byte[] source;
    private final String digest;

    private RedisScript(byte[] source) {
        this.source = source;
        try {
            digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A script beside this class. */
    static RedisScript named(String file) {
        try (InputStream in = RedisScript.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + file + ".");
            }
            return new RedisScript(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Runs it on one key; it answers a string of bytes. */
    byte[] run(RedisLink link, String what, byte[] key, byte[]... arguments) {
        byte[][] keys = {key};
        try {
            return link.ask(
                    what, redis -> redis.evalsha(digest, ScriptOutputType.VALUE, keys, arguments));
        } catch (StorageException failure) {
            if (!(failure.getCause() instanceof RedisNoScriptException)) {
                throw failure;
            }
        }
        return link.ask(what, redis -> redis.eval(source, ScriptOutputType.VALUE, keys, arguments));
    }
}
