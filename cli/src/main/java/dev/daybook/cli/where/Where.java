package dev.daybook.cli.where;

import tools.jackson.databind.JsonNode;

/**
 * A condition over a recorded event, as JSON.
 *
 * <pre>
 * condition  = term { "or" term }
 * term       = factor { "and" factor }
 * factor     = "not" factor | "(" condition ")" | comparison
 * comparison = field operator value | field "in" "(" value { "," value } ")"
 * operator   = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~"          ~ means: contains, in any case
 * field      = a name, or names joined by dots                     as in payload.amount
 * value      = a number | "text" | 'text' | a bare word | null
 * </pre>
 *
 * <p>Two numbers are compared as numbers, anything else as text, which puts dates and times in
 * order too. A field that the event does not have equals {@code null} and no other value.
 */
public sealed interface Where {

    /** The operators, as they are written. */
    String OPERATORS = "=, !=, <, <=, >, >=, ~ and in (…)";

    boolean test(JsonNode event);

    /**
     * Reads a condition.
     *
     * @throws WhereSyntaxException when it is not one; the message says where and what was expected
     */
    static Where parse(String text) {
        return new WhereParser(text).parse();
    }

    /** Both. */
    record And(Where left, Where right) implements Where {
        @Override
        public boolean test(JsonNode event) {
            return left.test(event) && right.test(event);
        }
    }

    /** One of them, or both. */
    record Or(Where left, Where right) implements Where {
        @Override
        public boolean test(JsonNode event) {
            return left.test(event) || right.test(event);
        }
    }

    /** The opposite. */
    record Not(Where inner) implements Where {
        @Override
        public boolean test(JsonNode event) {
            return !inner.test(event);
        }
    }

    /** One field against one value. */
    record Compare(Field field, Operator operator, Value value) implements Where {
        @Override
        public boolean test(JsonNode event) {
            return operator.test(field.of(event), value);
        }
    }
}
