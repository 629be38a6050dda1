package dev.daybook.server.graphql;

import graphql.analysis.FieldComplexityCalculator;
import graphql.analysis.FieldComplexityEnvironment;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.scalars.ExtendedScalars;
import graphql.schema.GraphQLTypeUtil;

import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

import java.util.List;

/** What values there are, and how much may be asked for at once. */
@Configuration(proxyBeanMethods = false)
class GraphQl {

    /** Deep enough for what tools ask of the schema itself. */
    static final int DEPTH_MAX = 15;

    /** A page of a hundred accounts with a page of ten transactions each, and more. */
    static final int COST_MAX = 50_000;

    /** What it costs to ask a store, where a value at hand costs one. */
    private static final int READING = 50;

    private static final String LIMIT = "limit";
    private static final int MESSAGE_BYTES_MAX = 64 * 1024;

    @Bean
    RuntimeWiringConfigurer scalars() {
        return wiring ->
                wiring.scalar(ExtendedScalars.GraphQLLong)
                        .scalar(ExtendedScalars.Date)
                        .scalar(ExtendedScalars.Json)
                        .scalar(InstantScalar.TYPE);
    }

    @Bean
    GraphQlSourceBuilderCustomizer limits() {
        return source ->
                source.instrumentation(
                        List.of(
                                new MaxQueryDepthInstrumentation(DEPTH_MAX),
                                new MaxQueryComplexityInstrumentation(COST_MAX, cost())));
    }

    /** A field costs what it reads, and what is asked of its items as often as there may be. */
    static FieldComplexityCalculator cost() {
        return (field, ofChildren) -> {
            int items = field.getArguments().get(LIMIT) instanceof Number limit ? many(limit) : 1;
            long cost = (isRead(field) ? READING : 1) + (long) items * ofChildren;
            return (int) Math.min(cost, Integer.MAX_VALUE / 2);
        };
    }

    private static int many(Number limit) {
        return Math.clamp(limit.longValue(), 1, COST_MAX);
    }

    private static boolean isRead(FieldComplexityEnvironment field) {
        String parent = GraphQLTypeUtil.simplePrint(field.getParentType());
        return parent.equals("Query")
                || parent.equals("Subscription")
                || field.getFieldDefinition().getName().equals("explained")
                || !field.getFieldDefinition().getArguments().isEmpty();
    }

    @Bean
    ServletServerContainerFactoryBean webSocketLimits() {
        ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
        container.setMaxTextMessageBufferSize(MESSAGE_BYTES_MAX);
        container.setMaxBinaryMessageBufferSize(1);
        return container;
    }
}
