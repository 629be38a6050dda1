package dev.daybook.server.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/** A moment, as everywhere in Daybook: RFC 3339, in UTC. */
final class InstantScalar implements Coercing<Instant, String> {

    static final GraphQLScalarType TYPE =
            GraphQLScalarType.newScalar()
                    .name("Instant")
                    .description("RFC 3339, in UTC.")
                    .coercing(new InstantScalar())
                    .build();

    private InstantScalar() {}

    @Override
    public String serialize(Object result, GraphQLContext context, Locale locale) {
        return result.toString();
    }

    @Override
    public Instant parseValue(Object input, GraphQLContext context, Locale locale) {
        try {
            return Instant.parse(input.toString());
        } catch (DateTimeException wrong) {
            throw new CoercingParseValueException(
                    "A moment is written like 2026-07-15T12:00:00Z.", wrong);
        }
    }

    @Override
    public Instant parseLiteral(
            Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
        if (input instanceof StringValue text && text.getValue() != null) {
            return parseValue(text.getValue(), context, locale);
        }
        throw new CoercingParseLiteralException("A moment is written as a string.");
    }
}
