package dev.daybook.cli.where;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.cli.client.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

class WhereTest {

    private static final JsonNode EVENT =
            Json.parse(
                    """
                    {"position": 12, "type": "Debited", "recordedAt": "2026-03-01T10:00:00Z",
                     "valueDate": "2026-02-27", "reason": null,
                     "payload": {"amount": "120.50", "description": "Green Grocer", "batch": 7,
                                 "owner": {"name": "Eva"}},
                     "provenance": {"actor": "anna"}}
                    """);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type = Debited",
                "type = \"Debited\"",
                "type = 'Debited'",
                "amount > 100",
                "amount > 100 and type = \"Debited\"",
                "amount = 120.5",
                "payload.amount>=120.50",
                "owner.name = Eva",
                "actor = anna",
                "position in (11, 12)",
                "type IN (Credited, Debited)",
                "description ~ grocer",
                "description~\"GREEN\"",
                "valueDate < 2026-03-01",
                "recordedAt >= 2026-03-01",
                "reason = null",
                "nowhere = null",
                "actor != null",
                "not type = Credited",
                "not (type = Credited or amount < 1)",
                "type = Credited or type = Debited and amount > 1",
            })
    void aConditionThatHolds(String text) {
        assertThat(Where.parse(text).test(EVENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type = debited",
                "amount > 1000",
                "amount < 120.50",
                "nowhere = 1",
                "nowhere != 1 and nowhere = 2",
                "reason != null",
                "(type = Credited or type = Debited) and amount > 200",
                "description = 'null'",
                "not not amount > 1000",
            })
    void aConditionThatDoesNotHold(String text) {
        assertThat(Where.parse(text).test(EVENT)).isFalse();
    }

    @Test
    void amountsAreComparedAsNumbersAndNotAsText() {
        assertThat(Where.parse("amount > 20").test(EVENT)).isTrue();
        assertThat(Where.parse("amount < 1000").test(EVENT)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                    | It ends where the name of a field was expected.",
                "amount                | It ends where one of",
                "amount >              | It ends where a number or a text in quotes was expected.",
                "amount 100            | At character 8 is '100', where one of",
                "amount > 1 type = x   | At character 12 is 'type', where 'and', 'or' or the end",
                "(amount > 1           | It ends where ')' was expected.",
                "type in Debited       | At character 9 is 'Debited', where '(' was expected.",
                "type in (a b)         | At character 12 is 'b', where ',' or ')' was expected.",
                "type = \"open         | '\"' at character 7 cannot be read",
                "= 1                   | At character 1 is '=', where the name of a field",
            })
    void anUnreadableConditionSaysWhereAndWhatWasExpected(String text, String message) {
        assertThatThrownBy(() -> Where.parse(text))
                .isInstanceOf(WhereSyntaxException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aConditionNestedWithoutEndIsRefusedRatherThanOverflowing() {
        assertThatThrownBy(() -> Where.parse("(".repeat(9_000)))
                .isInstanceOf(WhereSyntaxException.class);
        assertThatThrownBy(() -> Where.parse("not ".repeat(2_000) + "a = 1"))
                .isInstanceOf(WhereSyntaxException.class);
    }
}
