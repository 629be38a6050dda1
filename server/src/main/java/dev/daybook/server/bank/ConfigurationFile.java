package dev.daybook.server.bank;

import dev.daybook.postgres.PostgresSettings;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.FileSystemResource;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * views.jdbc-url: …            # and user, password, connections, as above; a database for each node
 * issuer.uri: https://login.example/realms/bank
 * issuer.audience: daybook
 * issuer.roles-claim: realm_access.roles
 * issuer.accounts-claim: accounts
 * }</pre>
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
                    "views.jdbc-url",
                    "views.user",
                    "views.password",
                    "views.connections",
                    "issuer.uri",
                    "issuer.audience",
                    "issuer.roles-claim",
                    "issuer.accounts-claim");

    private static final String CONNECTIONS = "16";

    private final Properties values;

    private ConfigurationFile(Properties values) {
        this.values = values;
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
        Set<String> unknown = new TreeSet<>(values.stringPropertyNames());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    file
                            + " sets "
                            + String.join(", ", unknown)
                            + ", which is not known. There are: "
                            + String.join(", ", new TreeSet<>(KEYS))
                            + ".");
        }
    }

    private Settings settings(Path data) {
        Settings standard = Settings.local(data, Settings.PORT);
        String uri = value("issuer.uri");
        return new Settings(
                data,
                value("server.address", standard.host()),
                number("server.port", Integer.toString(standard.port())),
                value("book", standard.book()),
                database("write"),
                database("views"),
                uri == null
                        ? null
                        : new Settings.Issuer(
                                uri,
                                value("issuer.audience"),
                                value("issuer.roles-claim", "roles"),
                                value("issuer.accounts-claim", "accounts")));
    }

    private @Nullable PostgresSettings database(String prefix) {
        String url = value(prefix + ".jdbc-url");
        return url == null
                ? null
                : new PostgresSettings(
                        url,
                        value(prefix + ".user", "daybook"),
                        value(prefix + ".password", ""),
                        number(prefix + ".connections", CONNECTIONS));
    }

    private int number(String key, String standard) {
        String text = value(key, standard);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(key + " is a number, not '" + text + "'.", wrong);
        }
    }

    private String value(String key, String standard) {
        String value = value(key);
        return value == null ? standard : value;
    }

    private @Nullable String value(String key) {
        Object value = values.get(key);
        return value == null || value.toString().isBlank() ? null : value.toString().strip();
    }
}
