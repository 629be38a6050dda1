package dev.daybook.server.bank;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** What a configuration file says, by its keys. An empty value says nothing. */
final class Values {

    private final Properties properties;

    Values(Properties properties) {
        this.properties = properties;
    }

    /** Also those whose value YAML takes for a number or a truth value. */
    Set<String> keys() {
        return properties.keySet().stream().map(Object::toString).collect(Collectors.toSet());
    }

    @Nullable String text(String key) {
        Object value = properties.get(key);
        return value == null || value.toString().isBlank() ? null : value.toString().strip();
    }

    String text(String key, String standard) {
        String value = text(key);
        return value == null ? standard : value;
    }

    /**
     * @throws IllegalArgumentException when it is no whole number
     */
    int number(String key, String standard) {
        String text = text(key, standard);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(key + " is a number, not '" + text + "'.", wrong);
        }
    }

    /**
     * @throws IllegalArgumentException when it is no number of days
     */
    Duration days(String key, Duration standard) {
        String text = text(key);
        if (text == null) {
            return standard;
        }
        if (!text.matches("[1-9][0-9]{0,5}d")) {
            throw new IllegalArgumentException(
                    key + " is a number of days such as 90d, not '" + text + "'.");
        }
        return Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1)));
    }
}
