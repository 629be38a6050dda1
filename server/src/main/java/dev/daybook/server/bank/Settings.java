package dev.daybook.server.bank;

import dev.daybook.engine.archive.Archives;
import dev.daybook.postgres.PostgresBookOptions;
import dev.daybook.postgres.PostgresSettings;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * How a service is set up.
 *
 * @param data the data directory: signing key, search index, and the database unless another is
 *     named
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any that is free
 * @param book the name of the book: lower-case letters, digits and underscores
 * @param write where the book is kept; null for the embedded PostgreSQL
 * @param views where table and keyed views are kept; null for the embedded PostgreSQL
 * @param journal how large the parts of the journal are, and where the archive is that has what was
 *     dropped from it
 * @param servers what else is not embedded
 * @param issuer who signs tokens; null for the key in the data directory
 */
public record Settings(
        Path data,
        String host,
        int port,
        String book,
        @Nullable PostgresSettings write,
        @Nullable PostgresSettings views,
        PostgresBookOptions journal,
        Servers servers,
        @Nullable Issuer issuer) {

    /** Where a service listens unless told otherwise. */
    public static final int PORT = 8080;

    /**
     * An OpenID Connect issuer.
     *
     * @param uri its address, where its configuration is found
     * @param audience what tokens must be meant for; null for anything
     * @param rolesClaim the claim with the roles; points lead into nested ones
     * @param accountsClaim the claim with a customer's accounts
     * @param client what this service is to the issuer, to sign people in there; null when it does
     *     not
     */
    public record Issuer(
            String uri,
            @Nullable String audience,
            String rolesClaim,
            String accountsClaim,
            @Nullable Client client) {}

    /**
     * A client of an OpenID Connect issuer.
     *
     * @param secret null for one that has none, and shows by PKCE alone that it is the same
     * @param scopes what is asked for, {@code openid} among it
     */
    public record Client(String id, @Nullable String secret, List<String> scopes) {

        public Client {
            scopes = List.copyOf(scopes);
            if (!scopes.contains("openid")) {
                throw new IllegalArgumentException("The scopes have to contain 'openid'.");
            }
        }

        @Override
        public String toString() {
            return id;
        }
    }

    public Settings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is 0 to 65535, not " + port + ".");
        }
        if (!book.matches("[a-z][a-z0-9_]{0,39}")) {
            throw new IllegalArgumentException(
                    "A book is named by lower-case letters, digits and underscores, not '"
                            + book
                            + "'.");
        }
    }

    /** Everything on this machine, reachable from this machine only. */
    public static Settings local(Path data, int port) {
        return new Settings(
                data,
                "127.0.0.1",
                port,
                "main",
                null,
                null,
                PostgresBookOptions.STANDARD,
                Servers.NONE,
                null);
    }

    public Settings withPort(int other) {
        return new Settings(data, host, other, book, write, views, journal, servers, issuer);
    }

    /** With a way to the archives that may have the beginning of the journal. */
    public Settings withArchives(Archives archives) {
        PostgresBookOptions options = new PostgresBookOptions(journal.partitionEvents(), archives);
        return new Settings(data, host, port, book, write, views, options, servers, issuer);
    }
}
