package dev.daybook.server.bank;

import dev.daybook.postgres.PostgresBookOptions;
import dev.daybook.postgres.PostgresSettings;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.FileSystemResource;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads settings from a file, in the form of Java properties ({@code .properties}) or YAML
 * (anything else). A key that is not known is an error: a misspelt one would be passed over in
 * silence.
 *
 * <pre>{@code
 * server.address: 0.0.0.0
 * server.port: 8080
 * book: main
 * write.jdbc-url: jdbc:postgresql://db.example/daybook
 * write.user: daybook
 * write.password: …
 * write.connections: 16
 * views.jdbc-url: …            # and user, password, connections, as above
 * issuer.uri: https://login.example/realms/bank
 * issuer.audience: daybook
 * issuer.roles-claim: realm_access.roles
 * issuer.accounts-claim: accounts
 * issuer.client-id: daybook     # to sign people in there, who come back to /sign-in/back
 * issuer.client-secret: …
 * issuer.scopes: openid
 * journal.partition-events: 10000000 # how many are dropped together, once they are archived
 * s3.bucket: …                 # the archive
 * s3.prefix: …
 * s3.endpoint: https://s3.example # of a store other than Amazon's
 * s3.region: eu-central-1
 * s3.access-key: …             # and s3.secret-key; else where Amazon's tools look
 * s3.retention: 3650d          # or none
 * }</pre>
 *
 * <p>What there is to say of Kafka, the schema registry, Elasticsearch and Redis: {@link
 * ServersConfiguration}.
 */
public final class ConfigurationFile {

    private static final Set<String> KEYS =
            Set.of(
                    "server.address",
                    "server.port",
                    "book",
                    "write.jdbc-url",
                    "write.user",
                    "write.password",
                    "write.connections",
                    "journal.partition-events",
                    "views.jdbc-url",
                    "views.user",
                    "views.password",
                    "views.connections",
                    "issuer.uri",
                    "issuer.audience",
                    "issuer.roles-claim",
                    "issuer.accounts-claim",
                    "issuer.client-id",
                    "issuer.client-secret",
                    "issuer.scopes",
                    "s3.bucket",
                    "s3.prefix",
                    "s3.endpoint",
                    "s3.region",
                    "s3.access-key",
                    "s3.secret-key",
                    "s3.retention");

    private static final String CONNECTIONS = "16";

    private final Values values;

    private ConfigurationFile(Properties properties) {
        this.values = new Values(properties);
    }

    /**
     * The standard settings with what the file says instead.
     *
     * @throws IllegalArgumentException when it says something that cannot be understood
     */
    public static Settings read(Path file, Path data) throws IOException {
        ConfigurationFile configuration = new ConfigurationFile(load(file));
        configuration.check(file);
        return configuration.settings(data);
    }

    /**
     * What the file says of archives.
     *
     * @throws IllegalArgumentException when it says something that cannot be understood
     */
    public static ArchiveSettings readArchive(Path file) throws IOException {
        ConfigurationFile configuration = new ConfigurationFile(load(file));
        configuration.check(file);
        return configuration.archive();
    }

    private ArchiveSettings archive() {
        String bucket = values.text("s3.bucket");
        String endpoint = values.text("s3.endpoint");
        return new ArchiveSettings(
                bucket == null ? null : "s3://" + bucket + "/" + values.text("s3.prefix", ""),
                endpoint == null ? null : URI.create(endpoint),
                values.text("s3.region", ArchiveSettings.REGION),
                values.text("s3.access-key"),
                values.text("s3.secret-key"),
                values.text("s3.retention"));
    }

    private static Properties load(Path file) throws IOException {
        if (file.toString().endsWith(".properties")) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
            return properties;
        }
        if (!Files.isReadable(file)) {
            throw new IOException("Cannot read " + file + ".");
        }
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new FileSystemResource(file));
        try {
            Properties properties = yaml.getObject();
            return properties == null ? new Properties() : properties;
        } catch (RuntimeException broken) {
            throw new IllegalArgumentException(file + " is not YAML.", broken);
        }
    }

    private void check(Path file) {
        Set<String> unknown = new TreeSet<>(values.keys());
        unknown.removeAll(KEYS);
        unknown.removeAll(ServersConfiguration.KEYS);
        unknown.removeIf(ServersConfiguration::isKafkas);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    file
                            + " sets "
                            + String.join(", ", unknown)
                            + ", which is not known. There are: "
                            + String.join(", ", known())
                            + ".");
        }
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(KEYS);
        known.addAll(ServersConfiguration.KEYS);
        return known;
    }

    private Settings settings(Path data) {
        Settings standard = Settings.local(data, Settings.PORT);
        String uri = values.text("issuer.uri");
        return new Settings(
                data,
                values.text("server.address", standard.host()),
                values.number("server.port", Integer.toString(standard.port())),
                values.text("book", standard.book()),
                database("write"),
                database("views"),
                new PostgresBookOptions(
                        values.number(
                                "journal.partition-events",
                                Long.toString(standard.journal().partitionEvents())),
                        standard.journal().archives()),
                new ServersConfiguration(values).servers(),
                uri == null
                        ? null
                        : new Settings.Issuer(
                                uri,
                                values.text("issuer.audience"),
                                values.text("issuer.roles-claim", "roles"),
                                values.text("issuer.accounts-claim", "accounts"),
                                client()));
    }

    private Settings.@Nullable Client client() {
        String id = values.text("issuer.client-id");
        return id == null
                ? null
                : new Settings.Client(
                        id,
                        values.text("issuer.client-secret"),
                        List.of(values.text("issuer.scopes", "openid").trim().split("[\\s,]+")));
    }

    private @Nullable PostgresSettings database(String prefix) {
        String url = values.text(prefix + ".jdbc-url");
        return url == null
                ? null
                : new PostgresSettings(
                        url,
                        values.text(prefix + ".user", "daybook"),
                        values.text(prefix + ".password", ""),
                        values.number(prefix + ".connections", CONNECTIONS));
    }
}
