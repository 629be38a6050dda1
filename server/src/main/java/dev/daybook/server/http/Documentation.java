package dev.daybook.server.http;

import dev.daybook.server.problem.Problem;
import dev.daybook.server.security.AccessRules;
import dev.daybook.server.security.Caller;
import dev.daybook.server.security.Role;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;

import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.util.stream.Collectors;

/** What is the same for many endpoints in {@code /openapi.json}; the rest is read from the code. */
@Configuration(proxyBeanMethods = false)
class Documentation {

    private static final String TOKEN = "token";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, Reading.class);
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Daybook")
                                .version("1")
                                .description(
                                        "Accounts and transactions, with a record that can be"
                                                + " proven. Amounts are decimal strings, times RFC"
                                                + " 3339 in UTC, errors RFC 9457.")
                                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN))
                .components(
                        new Components()
                                .addSecuritySchemes(
                                        TOKEN,
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer")
                                                .bearerFormat("JWT")));
    }

    @Bean
    GlobalOpenApiCustomizer common() {
        return api -> {
            ModelConverters.getInstance(true)
                    .read(Problem.class)
                    .forEach((name, schema) -> api.getComponents().addSchemas(name, schema));
            api.getPaths()
                    .forEach((path, item) ->
                            item.readOperationsMap()
                                    .forEach((method, operation) ->
                                            complete(path, method, operation)));
        };
    }

    private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
        boolean read = method == PathItem.HttpMethod.GET;
        boolean money = !read && !path.startsWith("/v1/views");
        if (read && !path.endsWith("/stream")) {
            operation
                    .addParametersItem(
                            header(Headers.CONSISTENCY, "eventual, at-least=<position> or strong"))
                    .addParametersItem(
                            header(
                                    Headers.PREFER,
                                    "wait=SECONDS: how long to wait for a view, 2 if absent"));
        }
        if (path.endsWith("/stream")) {
            operation.addParametersItem(
                    header("Last-Event-ID", "The last position seen; the stream goes on after it"));
        }
        if (money) {
            operation
                    .addParametersItem(
                            header(
                                    Headers.IDEMPOTENCY_KEY,
                                    "Up to 200 characters; makes a retry safe"))
                    .addParametersItem(header(Headers.ON_BEHALF_OF, "For whom the caller acts"))
                    .addParametersItem(header(Headers.CORRELATION, "Groups what belongs together"))
                    .addParametersItem(
                            header(
                                    Headers.PREFER,
                                    "respond-async: answer 202 at once, before it is"
                                            + " durable"));
        }
        if (money && !path.endsWith("/batch")) {
            operation.getResponses().addApiResponse("202", takenIn());
        }
        operation
                .getResponses()
                .forEach((status, response) -> {
                    if (status.startsWith("2")) {
                        if (!status.equals("202")) {
                            response.addHeaderObject(
                                    Headers.POSITION, answer("What the answer shows"));
                        }
                        if (money) {
                            response.addHeaderObject(Headers.COMMAND, answer("The command"));
                        }
                    }
                });
        operation.getResponses().addApiResponse("default", problem());
        AccessRules.Rule rule = AccessRules.find(method.name(), path);
        if (rule != null) {
            String roles =
                    rule.roles().stream()
                            .map(Role::word)
                            .sorted()
                            .collect(Collectors.joining(", "));
            operation.addExtension("x-roles", roles);
        }
    }

    private static ApiResponse takenIn() {
        return new ApiResponse()
                .description(
                        "Taken in, not yet durable: ask its Location for the outcome. A command"
                                + " that was lost in a crash is not found there (404, not-found);"
                                + " sent again with the same idempotency key it is done at most"
                                + " once.")
                .addHeaderObject("Location", answer("/v1/commands/{id}, where its outcome is"));
    }

    private static ApiResponse problem() {
        return new ApiResponse()
                .description("A problem (RFC 9457); its type ends in a stable slug")
                .content(
                        new Content()
                                .addMediaType(
                                        Problem.MEDIA_TYPE,
                                        new MediaType()
                                                .schema(
                                                        new Schema<>()
                                                                .$ref(
                                                                        "#/components/schemas/Problem"))));
    }

    private static Parameter header(String name, String description) {
        return new Parameter()
                .in("header")
                .name(name)
                .required(false)
                .description(description)
                .schema(new StringSchema());
    }

    private static Header answer(String description) {
        return new Header().description(description).schema(new StringSchema());
    }
}
