package dev.daybook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bearer tokens of a local instance, signed with the key in its data directory. Written anew from
 * RFC 7519 rather than with the product's own class, because the tests need wrong ones too.
 */
public final class Tokens {

    private static final Duration TTL = Duration.ofHours(1);

    private final String keyId;
    private final byte[] key;

    private Tokens(String keyId, byte[] key) {
        this.keyId = keyId;
        this.key = key;
    }

    /** With the key of a data directory. */
    public static Tokens of(Path data) {
        try {
            JsonNode jwk = Json.parse(Files.readString(data.resolve("signing-key.jwk")));
            return new Tokens(
                    Json.text(jwk, "kid"), Base64.getUrlDecoder().decode(Json.text(jwk, "k")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** With another key under the same name: what a forger would make. */
    public Tokens forged() {
        byte[] other = key.clone();
        other[0] ^= 1;
        return new Tokens(keyId, other);
    }

    public String of(String actor, String... roles) {
        return token(actor, List.of(roles), List.of(), TTL);
    }

    /** A customer who owns these accounts. */
    public String customer(String actor, String... accounts) {
        return token(actor, List.of("customer"), List.of(accounts), TTL);
    }

    /**
     * @param ttl negative for one that has expired
     */
    public String token(String actor, List<String> roles, List<String> accounts, Duration ttl) {
        return signed(header("HS256"), claims(actor, roles, accounts, ttl));
    }

    /** The well-known attack: a token that says it needs no signature. */
    public String unsigned(String actor, String... roles) {
        return encoded(header("none"))
                + "."
                + encoded(claims(actor, List.of(roles), List.of(), TTL))
                + ".";
    }

    private ObjectNode header(String algorithm) {
        return Json.object("alg", algorithm, "kid", keyId);
    }

    private static ObjectNode claims(
            String actor, List<String> roles, List<String> accounts, Duration ttl) {
        Instant now = Instant.now();
        Instant issued = ttl.isNegative() ? now.plus(ttl.multipliedBy(2)) : now;
        return Json.object(
                "iss",
                "daybook-local",
                "sub",
                actor,
                "roles",
                roles,
                "accounts",
                accounts,
                "iat",
                issued.getEpochSecond(),
                "exp",
                now.plus(ttl).getEpochSecond());
    }

    private String signed(ObjectNode header, ObjectNode claims) {
        String content = encoded(header) + "." + encoded(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return content + "." + encoded(mac.doFinal(content.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String encoded(ObjectNode json) {
        return encoded(Json.write(json).getBytes(UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
