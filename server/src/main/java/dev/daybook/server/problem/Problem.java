package dev.daybook.server.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

import dev.daybook.engine.archive.ArchiveException;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.ViewBehindException;

import io.swagger.v3.oas.annotations.media.Schema;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was wrong with a request.
 *
 * @param type a URI whose last segment is the stable slug
 * @param title the kind of problem, the same for all of its type
 * @param status the HTTP status
 * @param detail what was wrong this time and what to do, in plain language
 * @param figures the values behind it, each a member of its own beside the others
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, problem details</a>
 */
@Schema(description = "What was wrong (RFC 9457). Further members give the figures behind it.")
@JsonPropertyOrder({"type", "title", "status", "detail"})
public record Problem(
        @Schema(example = "https://daybook.dev/problems/insufficient-funds") String type,
        String title,
        int status,
        String detail,
        @JsonAnyGetter @Schema(hidden = true) Map<String, String> figures) {

    /** The media type of a problem in JSON. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPES = "https://daybook.dev/problems/";

    /** The status of a rejected command whose problem is not a conflict. */
    private static final int REJECTED = 422;

    public Problem {
        Map<String, String> others = new LinkedHashMap<>(figures);
        others.keySet().removeAll(java.util.Set.of("type", "title", "status", "detail"));
        figures = java.util.Collections.unmodifiableMap(others);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(TYPES + type.slug(), type.title(), type.status(), detail, Map.of());
    }

    /** Something in the request itself is wrong. */
    public static Problem validation(String detail) {
        return of(ProblemType.VALIDATION, detail);
    }

    /** One field, header or parameter of the request is wrong. */
    public static Problem validation(String field, String detail) {
        return validation(detail).with("field", field);
    }

    /** A view did not get as far as was asked for. */
    public static Problem behind(ViewBehindException behind) {
        return of(ProblemType.VIEW_BEHIND, String.valueOf(behind.getMessage()))
                .with("view", behind.view())
                .with("wanted", Long.toString(behind.wanted()))
                .with("reached", Long.toString(behind.reached()));
    }

    /** A store did not do what was asked. */
    public static Problem unavailable(StorageException failure) {
        return of(
                ProblemType.UNAVAILABLE,
                failure.getCause() instanceof ArchiveException
                        ? "This is in the archive, which cannot be read at the moment."
                                + " Everything newer can."
                        : "A store does not answer at the moment. Try again in a second.");
    }

    /** What a refused command answers. */
    public static Problem rejected(Outcome.Rejected rejected) {
        ProblemType type = ProblemType.of(rejected.code());
        int status =
                type == null || type.status() == 400 || type.status() == 403 || type.status() == 404
                        ? REJECTED
                        : type.status();
        String title = type == null ? "The command was refused" : type.title();
        return new Problem(
                TYPES + rejected.code(), title, status, rejected.detail(), rejected.figures());
    }

    public Problem status(int other) {
        return new Problem(type, title, other, detail, figures);
    }

    public Problem with(String figure, String value) {
        Map<String, String> more = new LinkedHashMap<>(figures);
        more.put(figure, value);
        return new Problem(type, title, status, detail, more);
    }

    public String slug() {
        return type.substring(type.lastIndexOf('/') + 1);
    }
}
