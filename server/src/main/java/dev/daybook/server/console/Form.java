package dev.daybook.server.console;

import dev.daybook.server.http.Given;
import dev.daybook.server.problem.ProblemException;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What was filled in and sent. A field that is blank was not filled in. */
public final class Form {

    private static final int BYTES_MAX = 20_000;
    private static final int FIELD_CHARS_MAX = 5_000;
    private static final String TYPE = "application/x-www-form-urlencoded";

    static final Form EMPTY = new Form(Map.of());

    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = Map.copyOf(fields);
    }

    /** Reads the body of a request. */
    static Form of(HttpServletRequest request) throws IOException {
        String type = request.getContentType();
        if (type == null || !type.startsWith(TYPE)) {
            throw ProblemException.validation("Content-Type", "Send the form as " + TYPE + ".");
        }
        byte[] body = request.getInputStream().readNBytes(BYTES_MAX + 1);
        if (body.length > BYTES_MAX) {
            throw ProblemException.validation("body", "The form is too long.");
        }
        return parse(new String(body, StandardCharsets.US_ASCII));
    }

    static Form parse(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String name = decoded(pair.substring(0, equals));
                String value = decoded(pair.substring(equals + 1)).strip();
                if (!value.isEmpty()) {
                    fields.put(name, Given.text(name, value, FIELD_CHARS_MAX));
                }
            }
        }
        return new Form(fields);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw ProblemException.validation("body", "The form is not encoded as forms are.");
        }
    }

    /** The same with a field filled in. */
    Form with(String field, String value) {
        Map<String, String> more = new HashMap<>(fields);
        more.put(field, value);
        return new Form(more);
    }

    @Nullable String get(String field) {
        return fields.get(field);
    }

    /** What was filled in, or nothing at all, to show it again. */
    public String shown(String field) {
        return fields.getOrDefault(field, "");
    }

    /** An amount, with a point or a comma before the part that is less than one. */
    @Nullable String amount(String field) {
        String amount = get(field);
        return amount != null && amount.matches("[0-9]{1,15},[0-9]{1,4}")
                ? amount.replace(',', '.')
                : amount;
    }
}
