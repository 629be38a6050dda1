package dev.daybook.kafka;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;

/**
 * How to reach a schema registry that speaks Confluent's API.
 *
 * @param url its root, for Apicurio with {@code /apis/ccompat/v7}; without user and password
 * @param credentials who asks, if the registry wants to know
 * @param trusted certificates that are trusted, PKCS #12 or JKS; null for those of the JDK
 * @param own the certificate that this client shows, PKCS #12 or JKS, if any
 */
public record RegistrySettings(
        URI url, @Nullable Credentials credentials, @Nullable Store trusted, @Nullable Store own) {

    public RegistrySettings {
        String scheme = url.getScheme();
        if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException(
                    "A registry is at an http or https address, not at " + url.getHost() + ".");
        }
        if ("http".equals(scheme) && (trusted != null || own != null)) {
            throw new IllegalArgumentException(
                    "Certificates do nothing at a registry that is reached by http.");
        }
        if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
            throw new IllegalArgumentException(
                    "The address of a registry has no user, query or fragment; credentials are a"
                            + " setting of their own.");
        }
    }

    /** A registry that asks for nothing. */
    public static RegistrySettings at(String url) {
        return new RegistrySettings(URI.create(url), null, null, null);
    }

    /** Who asks. None of them shows its secret in {@code toString}. */
    public sealed interface Credentials {

        /** User and password. */
        record Basic(String user, String password) implements Credentials {
            @Override
            public String toString() {
                return "Basic " + user;
            }
        }

        /** A token. */
        record Bearer(String token) implements Credentials {
            @Override
            public String toString() {
                return "Bearer";
            }
        }
    }

    /** A file with certificates. */
    public record Store(Path file, String password) {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
