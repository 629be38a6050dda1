package dev.daybook.server.bank;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where the relay takes the events from that it brings to Kafka. */
public enum RelaySource {
    /** The journal itself, as views do that read it. */
    JOURNAL,
    /** The log of the database, by logical decoding. */
    WAL;

    /** As it is called in configuration files and answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException when there is none of that name
     */
    static RelaySource of(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "relay.source is "
                                        + Arrays.stream(values())
                                                .map(RelaySource::label)
                                                .collect(Collectors.joining(" or "))
                                        + ", not '"
                                        + label
                                        + "'."));
    }
}
