package dev.daybook.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;

/** Every word that the console says, from one file. */
final class Texts {

    private static final String FILE = "/daybook/console/texts.properties";

    static final Texts ENGLISH = new Texts();

    private final Properties texts = new Properties();

    private Texts() {
        try (InputStream in = Texts.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing.");
            }
            try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                texts.load(reader);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(FILE, unreadable);
        }
    }

    /**
     * A text with its arguments put in.
     *
     * @throws IllegalArgumentException when there is none under that key
     */
    String of(String key, Locale locale, Object... arguments) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("There is no text '" + key + "'.");
        }
        return text.indexOf('{') < 0 && text.indexOf('\'') < 0
                ? text
                : new MessageFormat(text, locale).format(arguments);
    }

    boolean has(String key) {
        return texts.containsKey(key);
    }
}
