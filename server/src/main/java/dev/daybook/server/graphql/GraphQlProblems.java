package dev.daybook.server.graphql;

import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.ViewBehindException;
import dev.daybook.server.problem.Problem;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.problem.ProblemType;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.schema.DataFetchingEnvironment;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.DataFetcherExceptionResolverAdapter;
import org.springframework.graphql.execution.SubscriptionExceptionResolverAdapter;
import org.springframework.stereotype.Component;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Problems as errors of GraphQL: the detail is the message, and everything else that an address
 * below {@code /v1} would say is in the extensions.
 */
@Component
final class GraphQlProblems extends DataFetcherExceptionResolverAdapter {

    private static final Logger log = LoggerFactory.getLogger(GraphQlProblems.class);

    @Override
    protected @Nullable GraphQLError resolveToSingleError(
            Throwable failure, DataFetchingEnvironment field) {
        return error(problem(failure), GraphqlErrorBuilder.newError(field));
    }

    /** The same for subscriptions, which fail between two events. */
    @Component
    static final class OfSubscriptions extends SubscriptionExceptionResolverAdapter {

        @Override
        protected GraphQLError resolveToSingleError(Throwable failure) {
            return error(problem(failure), GraphqlErrorBuilder.newError());
        }
    }

    private static GraphQLError error(Problem problem, GraphqlErrorBuilder<?> error) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("type", problem.type());
        extensions.put("title", problem.title());
        extensions.put("status", problem.status());
        extensions.putAll(problem.figures());
        return error.message("%s", problem.detail()).extensions(extensions).build();
    }

    private static Problem problem(Throwable failure) {
        return switch (failure) {
            case ProblemException known -> known.problem();
            case ViewBehindException behind -> Problem.behind(behind);
            case StorageException store -> {
                log.error("A field could not be answered: the store failed.", store);
                yield Problem.unavailable(store);
            }
            default -> {
                log.error("A field could not be answered.", failure);
                yield Problem.of(
                        ProblemType.DEFECT, "Something went wrong here. It is in the log.");
            }
        };
    }
}
