package dev.daybook.server.command;

import static dev.daybook.fuzz.Seeds.forEachSeed;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.fuzz.Damage;
import dev.daybook.fuzz.Texts;

import org.junit.jupiter.api.Test;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** A line of a batch is the command that it says, or a problem; never something else. */
class BatchLineFuzzTest {

    private static final UUID ID = UUID.fromString("01a20738-0096-7000-be1d-3e355cdc3dce");
    private static final Set<String> SLUGS = Set.of("validation", "not-found");

    /** Reads what was sent by itself, to compare with what was understood. */
    private static final JsonMapper READER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** Halves of pairs, which only the decision refuses, have no UTF-8. */
    private static final ObjectWriter WRITER =
            READER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private static final List<String> RIGHT =
            List.of(
                    "{\"key\":\"k-1\",\"type\":\"open-account\",\"id\":\"a-1\",\"owner\":{\"reference\":\"r\",\"name\":\"Ann"
                        + " Žižková\"},\"currency\":\"EUR\",\"product\":\"current\",\"overdraftLimit\":\"500.00\",\"reason\":\"new\"}",
                    "{\"key\":\"k-2\",\"type\":\"deposit\",\"account\":\"a-1\",\"amount\":\"12.34\",\"description\":\"in\",\"valueDate\":\"2026-07-15\",\"via\":\"@cash\",\"metadata\":{\"k\":\"v\",\"l\":\"w\"},\"reason\":\"r\"}",
                    "{\"key\":\"k-3\",\"type\":\"withdraw\",\"account\":\"a-1\",\"amount\":\"0.50\",\"reason\":\"r\"}",
                    "{\"key\":\"k-4\",\"type\":\"transfer\",\"from\":\"a-1\",\"to\":\"b-1\",\"amount\":\"7\",\"description\":\"rent\",\"reason\":\"r\"}",
                    "{\"key\":\"k-5\",\"type\":\"post-transaction\",\"kind\":\"payroll\",\"legs\":[{\"account\":\"a-1\",\"amount\":\"-3.00\"},{\"account\":\"b-1\",\"amount\":\"3.00\",\"currency\":\"EUR\"}],\"reason\":\"r\"}",
                    "{\"key\":\"k-6\",\"type\":\"reverse-transaction\",\"id\":\"01a20738-0096-7000-be1d-3e355cdc3dce\",\"reason\":\"r\"}",
                    "{\"key\":\"k-7\",\"type\":\"place-hold\",\"account\":\"a-1\",\"amount\":\"5.00\",\"expiresAt\":\"2027-01-01T00:00:00Z\",\"reason\":\"r\"}",
                    "{\"key\":\"k-8\",\"type\":\"capture-hold\",\"id\":\"a-1~01a20738-0096-7000-be1d-3e355cdc3dce\",\"amount\":\"1.00\",\"reason\":\"r\"}",
                    "{\"key\":\"k-9\",\"type\":\"release-hold\",\"id\":\"a-1~01a20738-0096-7000-be1d-3e355cdc3dce\",\"reason\":\"r\"}",
                    "{\"key\":\"k-10\",\"type\":\"add-pending-credit\",\"account\":\"a-1\",\"amount\":\"5.00\",\"description\":\"check\",\"reason\":\"r\"}",
                    "{\"key\":\"k-11\",\"type\":\"clear-pending-credit\",\"id\":\"a-1~01a20738-0096-7000-be1d-3e355cdc3dce\",\"reason\":\"r\"}",
                    "{\"key\":\"k-12\",\"type\":\"return-pending-credit\",\"id\":\"a-1~01a20738-0096-7000-be1d-3e355cdc3dce\",\"reason\":\"r\"}",
                    "{\"key\":\"k-13\",\"type\":\"authorize-user\",\"account\":\"a-1\",\"user\":\"bob\",\"role\":\"holder\",\"perTransactionLimit\":\"5.00\",\"reason\":\"r\"}",
                    "{\"key\":\"k-14\",\"type\":\"revoke-user\",\"account\":\"a-1\",\"user\":\"bob\",\"reason\":\"r\"}",
                    "{\"key\":\"k-15\",\"type\":\"freeze\",\"account\":\"a-1\",\"debits\":true,\"credits\":false,\"reason\":\"r\"}",
                    "{\"key\":\"k-16\",\"type\":\"unfreeze\",\"account\":\"a-1\",\"credits\":true,\"reason\":\"r\"}",
                    "{\"key\":\"k-17\",\"type\":\"close\",\"account\":\"a-1\",\"reason\":\"r\"}",
                    "{\"key\":\"k-18\",\"type\":\"reopen\",\"account\":\"a-1\",\"reason\":\"r\"}",
                    "{\"key\":\"k-19\",\"type\":\"change-overdraft-limit\",\"account\":\"a-1\",\"limit\":\"100.00\",\"reason\":\"r\"}");

    /** What a client may put where something else belongs. */
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "false",
                    "0",
                    "-1",
                    "1e400",
                    "12.34",
                    "[]",
                    "{}",
                    "[[]]",
                    "\"\"",
                    "\" \"",
                    "\"a\\u0000b\"",
                    "\"\\ud83e\"",
                    "\"\\ud83e\\udd8a\"",
                    "\"NaN\"",
                    "\"1e9\"",
                    "\"-0\"",
                    "\"0.00\"",
                    "\"999999999999999\"",
                    "\"1000000000000000\"",
                    "\"2026-02-30\"",
                    "\"@cash\"",
                    "\"@\"",
                    "\"2027-01-01T00:00:00+01:00\"",
                    "{\"a\":\"b\"}",
                    "[\"a\"]",
                    "\"" + "x".repeat(3_000) + "\"",
                    "9".repeat(300),
                    "[".repeat(40) + "]".repeat(40),
                    "{\"a\":".repeat(200) + "1" + "}".repeat(200));

    @Test
    void everyTypeIsTried() {
        assertThat(RIGHT.stream().map(line -> READER.readTree(line).path("type").asString()))
                .containsExactlyInAnyOrderElementsOf(CommandTypes.names());
        RIGHT.forEach(line -> assertThat(check(line.getBytes(UTF_8))).as(line).isTrue());
    }

    @Test
    void aDamagedLineIsTheCommandThatItSaysOrAProblem() {
        int[] understood = new int[1];
        forEachSeed(
                20_000, random -> understood[0] += check(Damage.to(right(random), random)) ? 1 : 0);
        if (Long.getLong("daybook.seed") == null) {
            assertThat(understood[0]).isGreaterThan(300);
        }
    }

    @Test
    void aLineWithAnotherValueSomewhereIsTheCommandThatItSaysOrAProblem() {
        forEachSeed(
                10_000,
                random -> {
                    ObjectNode line = (ObjectNode) READER.readTree(right(random));
                    List<String> fields = new ArrayList<>(line.propertyNames());
                    String field = fields.get(random.nextInt(fields.size()));
                    String value = VALUES.get(random.nextInt(VALUES.size()));
                    String text =
                            switch (random.nextInt(6)) {
                                case 0 -> line.without(field).toString();
                                case 1 -> // twice
                                        line.toString().substring(0, line.toString().length() - 1)
                                                + ",\""
                                                + field
                                                + "\":"
                                                + value
                                                + "}";
                                case 2 -> // unknown
                                        "{\""
                                                + field
                                                + "X\":"
                                                + value
                                                + ","
                                                + line.toString().substring(1);
                                case 3 -> line.put(field, Texts.any(random, 300)).toString();
                                default ->
                                        line.put(field, "\u0001")
                                                .toString()
                                                .replace("\"\\u0001\"", value);
                            };
                    check(text.getBytes(UTF_8));
                });
    }

    private static byte[] right(RandomGenerator random) {
        return RIGHT.get(random.nextInt(RIGHT.size())).getBytes(UTF_8);
    }

    /** True when it was understood. */
    private static boolean check(byte[] line) {
        BatchLine read = BatchLine.read(line, 0, line.length, ID, "by default");
        Requested requested = read.requested();
        if (requested == null) {
            assertThat(SLUGS).contains(read.problem().slug());
            assertThat(read.problem().status()).isBetween(400, 499);
            assertThat(read.problem().detail()).isNotBlank();
            return false;
        }
        assertThat(read.problem()).isNull();
        JsonNode sent = READER.readTree(new String(line, UTF_8));
        assertThat(new String(line, UTF_8).getBytes(UTF_8)).isEqualTo(line);
        assertThat(Said.by(requested.command())).isEqualTo(Said.in((ObjectNode) sent, ID));
        assertThat(read.key())
                .isEqualTo(sent.path("key").isNull() ? null : sent.path("key").asString(null));
        assertThat(requested.reason())
                .isEqualTo(
                        sent.path("reason").isString()
                                ? sent.get("reason").asString()
                                : "by default");
        // Read again, it is the same command, whatever the blanks and the order of the fields.
        byte[] reordered = WRITER.writeValueAsBytes(reversed((ObjectNode) sent));
        Requested again =
                BatchLine.read(reordered, 0, reordered.length, ID, "by default").requested();
        assertThat(HexFormat.of().formatHex(again.digest()))
                .as(new String(line, UTF_8))
                .isEqualTo(HexFormat.of().formatHex(requested.digest()));
        return true;
    }

    private static ObjectNode reversed(ObjectNode line) {
        ObjectNode reversed = READER.createObjectNode();
        new ArrayList<>(line.propertyNames())
                .reversed()
                .forEach(name -> reversed.set(name, line.get(name)));
        return reversed;
    }
}
