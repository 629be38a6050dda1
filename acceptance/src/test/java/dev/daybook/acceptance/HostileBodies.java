package dev.daybook.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.testkit.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies made of a right one, each wrong in one way; by what is wrong with them. */
final class HostileBodies {

    /** Fuzzing that can be repeated. */
    private static final long SEED = 20_260_715;

    private static final String LONE_SURROGATE = "\"\\ud83e\"";
    private static final List<String> WRONG_TYPES =
            List.of("1", "1.5", "true", "[]", "{}", "[\"a\"]", "{\"a\":\"b\"}");
    private static final List<String> WRONG_TEXTS =
            List.of(
                    "\"\\u0000\"",
                    "\"a\\u0000b\"",
                    "\"\\u0007\"",
                    "\"\\u001b[2J\"",
                    "\"line\\nbreak\"",
                    "\"\\u007f\"",
                    "\"\\u0085\"",
                    LONE_SURROGATE,
                    "\"\\udd8a\\ud83e\"",
                    "\"" + "x".repeat(20_000) + "\"");
    private static final List<String> WRONG_AMOUNTS =
            List.of(
                    "\"\"",
                    "\" \"",
                    "\"abc\"",
                    "\"1,00\"",
                    "\"1.00 EUR\"",
                    "\"NaN\"",
                    "\"Infinity\"",
                    "\"-Infinity\"",
                    "\"1e3\"",
                    "\"1E999999999\"",
                    "\"1e-999999999\"",
                    "\"0x1F\"",
                    "\"1.001\"",
                    "\"0.0000000001\"",
                    "\"" + "9".repeat(40) + "\"",
                    "\"" + "9".repeat(50_000) + "\"",
                    "\"1.\"",
                    "\".5\"",
                    "\"--1\"",
                    "\"+1.00\"",
                    "\"1_000\"",
                    "\"١٢\"",
                    "\"-1.00\"",
                    "1e400",
                    "-0",
                    "12.34",
                    "NaN",
                    "\"1.00\\u0000\"");
    private static final List<String> WRONG_DAYS =
            List.of(
                    "\"\"",
                    "\"today\"",
                    "\"2026-02-30\"",
                    "\"2026-13-01\"",
                    "\"0000-00-00\"",
                    "\"20260101\"",
                    "\"2026-01-01T00:00:00Z\"",
                    "\"-2026-01-01\"",
                    "\"+999999999-12-31\"",
                    "\"01.01.2026\"",
                    "20260101");
    private static final List<String> WRONG_INSTANTS =
            List.of(
                    "\"\"",
                    "\"soon\"",
                    "\"2020-01-01T00:00:00Z\"",
                    "\"2027-01-01\"",
                    "\"+1000000000-12-31T23:59:59Z\"",
                    "\"2027-02-30T00:00:00Z\"",
                    "\"2027-01-01T25:00:00Z\"",
                    "\"9999-12-31T23:59:59Z\"",
                    "1798761600");
    private static final List<String> WRONG_FLAGS =
            List.of("\"true\"", "1", "0", "\"\"", "[]", "{}", "\"yes\"");
    private static final List<String> WRONG_ACCOUNTS =
            List.of(
                    "\"\"",
                    "\" \"",
                    "\"../../etc/passwd\"",
                    "\"a b\"",
                    "\"@\"",
                    "\"a~b\"",
                    "\"nobody-has-this\"");

    private final ObjectNode right;
    private final Map<String, byte[]> bodies = new LinkedHashMap<>();

    private HostileBodies(ObjectNode right) {
        this.right = right;
    }

    /** What makes the body of any command wrong. */
    static Map<String, byte[]> of(ObjectNode right) {
        HostileBodies bodies = new HostileBodies(right);
        bodies.wrongAsAWhole();
        for (String field : List.copyOf(right.propertyNames())) {
            bodies.wrongIn(field);
        }
        return bodies.bodies;
    }

    private void wrongAsAWhole() {
        String text = Json.write(right);
        put("empty", "");
        put("blank", "   \n ");
        for (String other :
                List.of(
                        "null",
                        "[]",
                        "{}",
                        "\"text\"",
                        "12",
                        "true",
                        "{",
                        "}",
                        "[",
                        "nul",
                        "<html></html>")) {
            put("body " + other, other);
        }
        put("in a list", "[" + text + "]");
        put("cut off", text.substring(0, text.length() - 1));
        put("two documents", text + text);
        put("something behind it", text + "x");
        put("a comment", "/* c */" + text);
        put("single quotes", text.replace('"', '\''));
        put("a trailing comma", text.replaceFirst("}$", ",}"));
        put("an unknown field", text.replaceFirst("\\{", "{\"colour\":\"red\","));
        put("a field of Java", text.replaceFirst("\\{", "{\"@class\":\"java.lang.Runtime\","));
        put("a field of JavaScript", text.replaceFirst("\\{", "{\"__proto__\":{},"));
        put("a field twice", text.replaceFirst("}$", ",\"reason\":\"again\"}"));
        put("deep lists", "[".repeat(100_000));
        put("deep objects", "{\"a\":".repeat(50_000));
        put(
                "deep in an unknown field",
                text.replaceFirst("\\{", "{\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + ","));
        put("a very long name", text.replaceFirst("\\{", "{\"" + "n".repeat(60_000) + "\":1,"));
        put(
                "thousands of fields",
                "{"
                        + IntStream.range(0, 20_000)
                                .mapToObj(i -> "\"f" + i + "\":1")
                                .collect(Collectors.joining(","))
                        + "}");
        put("a huge number", "{\"reason\":" + "9".repeat(200_000) + "}");
        put(
                "two million bytes",
                text.replaceFirst("\\{", "{\"x\":\"" + "y".repeat(2_000_000) + "\","));
        bodies.put(
                "bytes that are no UTF-8",
                text.replace("reason\":\"a", "reason\":\"\u00ff\u00fe").getBytes(ISO_8859_1));
        bodies.put(
                "overlong UTF-8",
                text.replace("reason\":\"a", "reason\":\"\u00c0\u0080").getBytes(ISO_8859_1));
        bodies.put(
                "half of UTF-8",
                text.replace("reason\":\"a", "reason\":\"\u00e2\u0082\"").getBytes(ISO_8859_1));
        bodies.put("UTF-16", text.getBytes(UTF_16));
        Random random = new Random(SEED);
        for (int i = 0; i < 8; i++) {
            byte[] noise = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(noise);
            bodies.put("noise " + i, noise);
        }
        for (int i = 0; i < 12; i++) {
            byte[] damaged = text.getBytes(UTF_8);
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(0x20);
            bodies.put("damaged by a control character " + i, damaged);
        }
    }

    private void wrongIn(String field) {
        JsonNode value = right.get(field);
        List<String> types = value.isBoolean() ? WRONG_FLAGS : WRONG_TYPES;
        if (value.isString()) {
            types.forEach(type -> replace(field, type));
            WRONG_TEXTS.forEach(text -> replace(field, text));
        }
        switch (field) {
            case "amount", "limit", "overdraftLimit", "perTransactionLimit" ->
                    WRONG_AMOUNTS.forEach(amount -> replace(field, amount));
            case "valueDate" -> WRONG_DAYS.forEach(day -> replace(field, day));
            case "expiresAt" -> WRONG_INSTANTS.forEach(instant -> replace(field, instant));
            case "debits", "credits" -> WRONG_FLAGS.forEach(flag -> replace(field, flag));
            case "from", "to", "via" -> WRONG_ACCOUNTS.forEach(account -> replace(field, account));
            case "currency" ->
                    List.of("\"\"", "\"eur\"", "\"XXQ\"", "\"EURO\"", "\"€\"")
                            .forEach(c -> replace(field, c));
            case "kind" ->
                    List.of("\"\"", "\"A\"", "\"a b\"", "\"-a\"", "\"1\"")
                            .forEach(kind -> replace(field, kind));
            case "reason" ->
                    List.of("\"\"", "\"  \"", "null", "\"" + "r".repeat(501) + "\"")
                            .forEach(r -> replace(field, r));
            case "metadata" -> wrongMetadata();
            case "legs" -> wrongLegs();
            case "owner" ->
                    List.of(
                                    "null",
                                    "1",
                                    "[]",
                                    "{}",
                                    "\"me\"",
                                    "{\"reference\":\"r\"}",
                                    "{\"name\":\"n\"}",
                                    "{\"reference\":1,\"name\":\"n\"}",
                                    "{\"reference\":\"r\",\"name\":\"\\u0000\"}",
                                    "{\"reference\":\"r\",\"name\":\"n\",\"x\":1}")
                            .forEach(owner -> replace(field, owner));
            default -> {}
        }
        if (List.of("from", "to", "kind", "legs", "owner", "currency", "role", "reason")
                .contains(field)) {
            bodies.put(
                    "without " + field,
                    Json.write(right.deepCopy().without(field)).getBytes(UTF_8));
        }
    }

    private void wrongMetadata() {
        for (String wrong :
                List.of(
                        "1",
                        "\"x\"",
                        "[]",
                        "[1]",
                        "{\"k\":1}",
                        "{\"k\":null}",
                        "{\"k\":[]}",
                        "{\"k\":{}}",
                        "{\"\":\"v\"}",
                        "{\"k\":\"\\u0000\"}",
                        "{\"\\u0000\":\"v\"}",
                        "{\"k\":" + LONE_SURROGATE + "}",
                        "{\"" + "k".repeat(65) + "\":\"v\"}",
                        "{\"k\":\"" + "v".repeat(501) + "\"}",
                        "{\"k\":\"v\",\"k\":\"w\"}")) {
            replace("metadata", wrong);
        }
        replace(
                "metadata",
                IntStream.range(0, 51)
                        .mapToObj(i -> "\"k" + i + "\":\"v\"")
                        .collect(Collectors.joining(",", "{", "}")));
    }

    private void wrongLegs() {
        for (String wrong :
                List.of(
                        "1",
                        "\"x\"",
                        "{}",
                        "[]",
                        "null",
                        "[null]",
                        "[null,null]",
                        "[1,2]",
                        "[\"a\",\"b\"]",
                        "[[],[]]",
                        "[{},{}]",
                        "[{\"account\":\"@a\",\"amount\":\"1.00\",\"currency\":\"EUR\"}]",
                        "[{\"account\":\"@a\",\"amount\":\"1.00\",\"currency\":\"EUR\"},{\"account\":\"@a\",\"amount\":\"-1.00\",\"currency\":\"EUR\"}]",
                        "[{\"account\":\"@a\",\"amount\":1,\"currency\":\"EUR\"},{\"account\":\"@b\",\"amount\":-1,\"currency\":\"EUR\"}]",
                        "[{\"account\":\"@a\",\"amount\":\"1.00\"},{\"account\":\"@b\",\"amount\":\"-1.00\"}]",
                        "[{\"account\":\"@a\",\"amount\":\"1.00\",\"currency\":\"XXQ\"},{\"account\":\"@b\",\"amount\":\"-1.00\",\"currency\":\"XXQ\"}]",
                        "[{\"account\":\"@a\",\"amount\":\"0.00\",\"currency\":\"EUR\"},{\"account\":\"@b\",\"amount\":\"0.00\",\"currency\":\"EUR\"}]")) {
            replace("legs", wrong);
        }
        replace(
                "legs",
                IntStream.range(0, 5_000)
                        .mapToObj(i ->
                                "{\"account\":\"@a"
                                        + i
                                        + "\",\"amount\":\""
                                        + (i % 2 == 0 ? "" : "-")
                                        + "1.00\",\"currency\":\"EUR\"}")
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private void replace(String field, String json) {
        String marker = "\u0001" + field + "\u0001";
        String text =
                Json.write(right.deepCopy().put(field, marker)).replace(Json.write(marker), json);
        String shown =
                json.length() > 60 ? json.substring(0, 60) + "… (" + json.length() + ")" : json;
        put(field + " = " + shown, text);
    }

    private void put(String what, String body) {
        bodies.put(what, body.getBytes(UTF_8));
    }
}
