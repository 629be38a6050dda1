package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The description that clients are generated from. */
@OnEveryBackend
class OpenApiIT {

    private static final Set<String> METHODS =
            Set.of("get", "post", "put", "delete", "patch", "head", "options", "trace");

    private final Bank bank;
    private final JsonNode document;

    OpenApiIT(Bank bank) {
        this.bank = bank;
        this.document = bank.api().with(null).get("/openapi.json").expect(200).json();
    }

    @Test
    void itIsOpenApi31() {
        assertThat(Json.text(document, "openapi")).startsWith("3.1");
        assertThat(Json.text(document, "info.title")).isNotBlank();
        assertThat(document.path("components").path("schemas")).isNotEmpty();
    }

    @Test
    void everyEndpointOfTheContractIsInIt() {
        for (Endpoints.Endpoint endpoint : Endpoints.of(bank)) {
            JsonNode path = document.path("paths").path(endpoint.path());
            assertThat(path.has(endpoint.method().toLowerCase(java.util.Locale.ROOT)))
                    .as(endpoint.toString())
                    .isTrue();
        }
        for (String other :
                List.of("/v1/commands/batch", "/v1/journal/stream", "/v1/accounts/{id}/stream")) {
            assertThat(document.path("paths").has(other)).as(other).isTrue();
        }
    }

    @Test
    void everyOperationSaysWhatItIsAndWhatItAnswers() {
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue().properties().stream()
                                .filter(operation -> METHODS.contains(operation.getKey()))
                                .forEach(operation -> {
                                    String name = operation.getKey() + " " + path.getKey();
                                    assertThat(Json.text(operation.getValue(), "operationId"))
                                            .as(name)
                                            .isNotBlank();
                                    assertThat(
                                                    operation
                                                            .getValue()
                                                            .path("responses")
                                                            .propertyNames()
                                                            .stream()
                                                            .anyMatch(s -> s.startsWith("2")))
                                            .as(name)
                                            .isTrue();
                                }));
    }

    @Test
    void operationsHaveNamesOfTheirOwn() {
        List<String> names =
                document.path("paths")
                        .valueStream()
                        .flatMap(path -> path.properties().stream())
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .map(operation -> Json.text(operation.getValue(), "operationId"))
                        .collect(Collectors.toList());
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void itSaysHowToSignIn() {
        JsonNode schemes = document.path("components").path("securitySchemes");
        assertThat(schemes.valueStream().map(scheme -> scheme.path("scheme").asString()))
                .contains("bearer");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = document.findValuesAsString("$ref");
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> {
                    assertThat(reference).startsWith("#/");
                    assertThat(document.at(reference.substring(1)).isMissingNode())
                            .as(reference)
                            .isFalse();
                });
    }

    @Test
    void itNamesNothingOfTheInside() {
        assertThat(document.toString()).doesNotContain("dev.daybook").doesNotContain("stackTrace");
    }
}
