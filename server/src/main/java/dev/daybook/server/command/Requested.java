package dev.daybook.server.command;

import dev.daybook.banking.model.BankingCommand;
import dev.daybook.server.http.Given;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;

/**
 * A command that was read and understood, and not submitted yet.
 *
 * @param digest SHA-256 of its type, what its path named, and its body in one canonical form, so
 *     that blanks, the order of fields and the way it came in make no difference
 */
record Requested(UUID id, BankingCommand command, byte[] digest, String reason) {

    /** Reads a body that may have come without a reason. */
    static <B extends CommandBody> Requested of(
            UUID id, CommandType<B> type, List<String> path, B body, String defaultReason) {
        @Nullable String reason = body.reason();
        return new Requested(
                id,
                type.parser().parse(id, path, body),
                digest(type.name(), path, body),
                Given.text(
                        "reason", reason == null ? defaultReason : reason, Given.REASON_MAX_CHARS));
    }

    private static byte[] digest(String type, List<String> path, CommandBody body) {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
        sha256.update(type.getBytes(StandardCharsets.UTF_8));
        for (String part : path) {
            sha256.update((byte) 0);
            sha256.update(part.getBytes(StandardCharsets.UTF_8));
        }
        sha256.update((byte) 0);
        return sha256.digest(CanonicalJson.bytes(body));
    }
}
