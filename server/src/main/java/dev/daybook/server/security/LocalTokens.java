package dev.daybook.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.UUID;

import javax.crypto.SecretKey;

/**
 * Signs and checks the tokens of one machine, with a key of 256 bits that only the owner of the
 * data directory can read. Whoever can read it may be anyone; so it suits a laptop, not a company.
 */
public final class LocalTokens {

    /** The name of the key's file in the data directory. */
    public static final String KEY_FILE = "signing-key.jwk";

    /** Who issues local tokens, as they say themselves. */
    public static final String ISSUER = "daybook-local";

    /** The longest life of a token. */
    public static final Duration TTL_MAX = Duration.ofDays(366);

    private static final int KEY_BITS = 256;

    private final OctetSequenceKey key;

    private LocalTokens(OctetSequenceKey key) {
        this.key = key;
    }

    /** Reads the key of a data directory, making one if there is none. */
    public static LocalTokens of(Path data) {
        Path file = data.resolve(KEY_FILE);
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return new LocalTokens(OctetSequenceKey.parse(Files.readString(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read or make " + file, unreadable);
        } catch (ParseException | JOSEException broken) {
            throw new IllegalStateException(
                    file + " is not a signing key. Move it away; a new one is made.", broken);
        }
    }

    /** Two that start at once end with the same key: the file appears whole, and only once. */
    private static void create(Path file) throws IOException, JOSEException {
        Path directory = java.util.Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(directory);
        boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
        FileAttribute<?>[] ownerOnly =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Path fresh = Files.createTempFile(directory, KEY_FILE, ".new", ownerOnly);
        OctetSequenceKey key =
                new OctetSequenceKeyGenerator(KEY_BITS)
                        .keyID(UUID.randomUUID().toString())
                        .algorithm(JWSAlgorithm.HS256)
                        .generate();
        Files.writeString(fresh, key.toJSONString());
        try {
            Files.createLink(file, fresh);
            Files.delete(fresh);
        } catch (FileAlreadyExistsException othersWas) {
            Files.delete(fresh);
        } catch (UnsupportedOperationException noLinks) {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /**
     * A bearer token.
     *
     * @param actor who it stands for
     * @param roles what that is to the bank
     * @param accounts the accounts of a customer
     * @param ttl how long it holds, at most {@link #TTL_MAX}
     */
    public String create(
            String actor, Collection<Role> roles, Collection<String> accounts, Duration ttl) {
        if (actor.isBlank() || actor.length() > 200) {
            throw new IllegalArgumentException("An actor has a name of 1 to 200 characters.");
        }
        if (ttl.isNegative() || ttl.isZero() || ttl.compareTo(TTL_MAX) > 0) {
            throw new IllegalArgumentException(
                    "A token holds for up to 366 days, not " + ttl + ".");
        }
        Instant now = Instant.now();
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .subject(actor)
                        .claim("roles", roles.stream().map(Role::word).distinct().toList())
                        .claim("accounts", List.copyOf(accounts))
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(ttl)))
                        .build();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
                        claims);
        try {
            token.sign(new MACSigner(key));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("Cannot sign with the key.", impossible);
        }
        return token.serialize();
    }

    /** The key to check signatures with. */
    SecretKey secret() {
        return key.toSecretKey("HmacSHA256");
    }
}
