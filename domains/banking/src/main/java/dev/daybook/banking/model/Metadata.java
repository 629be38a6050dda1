package dev.daybook.banking.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What clients attach to a transaction for themselves: short texts by short names. */
final class Metadata {

    static final int ENTRIES_MAX = 50;
    static final int KEY_MAX_CHARS = 64;
    static final int VALUE_MAX_CHARS = 500;

    private Metadata() {}

    /** A copy in the order of the keys, so that equal metadata is written to equal bytes. */
    static Map<String, String> sorted(Map<String, String> metadata) {
        return metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    static void check(Map<String, String> metadata) {
        if (metadata.size() > ENTRIES_MAX) {
            throw Refused.validation(
                    "The metadata has %d entries; at most %d are kept."
                            .formatted(metadata.size(), ENTRIES_MAX));
        }
        metadata.forEach((key, value) -> {
            Texts.required("name of a metadata entry", key, KEY_MAX_CHARS);
            Texts.optional("metadata " + Texts.quoted(key), value, VALUE_MAX_CHARS);
        });
    }
}
