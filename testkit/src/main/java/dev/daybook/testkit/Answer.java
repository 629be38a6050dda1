package dev.daybook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.UUID;

/** An answer of the service. */
public record Answer(String asked, int status, HttpHeaders headers, byte[] body) {

    public String text() {
        return new String(body, UTF_8);
    }

    public JsonNode json() {
        return Json.parse(text());
    }

    /** The lines of an answer in NDJSON. */
    public List<JsonNode> lines() {
        return text().lines().filter(line -> !line.isBlank()).map(Json::parse).toList();
    }

    /** The text of a field of the body. */
    public String text(String path) {
        return Json.text(json(), path);
    }

    public String header(String name) {
        return headers.firstValue(name)
                .orElseThrow(
                        () -> new AssertionError("The header " + name + " is missing in " + this));
    }

    public boolean has(String header) {
        return headers.firstValue(header).isPresent();
    }

    /** What {@code Daybook-Position} says. */
    public long position() {
        return Long.parseLong(header("Daybook-Position"));
    }

    /** What {@code Daybook-Command} says. */
    public UUID command() {
        return UUID.fromString(header("Daybook-Command"));
    }

    public boolean isReplayed() {
        return headers.firstValue("Idempotent-Replayed")
                .map(value -> value.equals("true"))
                .orElse(false);
    }

    /** Itself, when it has this status. */
    public Answer expect(int expected) {
        if (status != expected) {
            throw new AssertionError("Expected " + expected + ": " + this);
        }
        return this;
    }

    /** Itself, when it is a problem as RFC 9457 writes it, with this status and slug. */
    public Answer expectProblem(int expected, String slug) {
        if (status != expected || !slug.equals(slug())) {
            throw new AssertionError("Expected " + expected + " " + slug + ": " + this);
        }
        return this;
    }

    /** Itself, when it is a success of whatever kind. */
    public Answer expectSuccess() {
        if (status != 200 && status != 201) {
            throw new AssertionError("Expected 200 or 201: " + this);
        }
        return this;
    }

    /** Itself, when it says that the request is not valid: as it is written, or as a command. */
    public Answer expectInvalid() {
        if ((status != 400 && status != 422) || !slug().equals("validation")) {
            throw new AssertionError("Expected 400 or 422 validation: " + this);
        }
        return this;
    }

    /** The last segment of a problem's type. */
    public String slug() {
        String contentType = headers.firstValue("Content-Type").orElse("");
        if (!contentType.startsWith("application/problem+json")) {
            throw new AssertionError(
                    "Not application/problem+json but '" + contentType + "': " + this);
        }
        JsonNode problem = json();
        if (Json.text(problem, "detail").isBlank() || Json.text(problem, "title").isBlank()) {
            throw new AssertionError("A problem says what is wrong: " + this);
        }
        if (problem.path("status").asInt() != status) {
            throw new AssertionError("The problem's status is another one: " + this);
        }
        String type = Json.text(problem, "type");
        return type.substring(type.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        String text = text();
        return asked
                + " → "
                + status
                + " "
                + (text.length() > 2_000 ? text.substring(0, 2_000) + "…" : text);
    }
}
