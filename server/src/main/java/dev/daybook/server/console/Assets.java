package dev.daybook.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where pages find their styles, scripts and pictures. The address changes with the content, so
 * that a browser may keep what it has for ever and asks for nothing it has.
 */
final class Assets {

    private static final String RESOURCES = "/daybook/static/assets/";
    private static final int HASH_BYTES = 6;

    private static final Map<String, String> ADDRESSES = new ConcurrentHashMap<>();

    private Assets() {}

    /**
     * The address of a file.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    static String address(String file) {
        return ADDRESSES.computeIfAbsent(file, Assets::make);
    }

    private static String make(String file) {
        try (InputStream in = Assets.class.getResourceAsStream(RESOURCES + file)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no asset '" + file + "'.");
            }
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            return "/assets/"
                    + file
                    + "?v="
                    + HexFormat.of().formatHex(Arrays.copyOf(hash, HASH_BYTES));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file, unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }
}
