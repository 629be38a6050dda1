package dev.daybook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.server.ServiceFixture.Answer;
import dev.daybook.server.http.Json;
import dev.daybook.server.security.Role;

import graphql.introspection.IntrospectionQuery;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Questions in GraphQL: the same answers as below /v1, for the same people, and not too many. */
@TestInstance(Lifecycle.PER_CLASS)
class GraphQlIT {

    private ServiceFixture service;
    private String transfer;

    @BeforeAll
    void start(@TempDir Path data) {
        service = new ServiceFixture(data);
        service.openAccount("ann");
        service.openAccount("bob");
        String teller = service.token(Role.TELLER);
        service.post(
                teller,
                "/v1/accounts/ann/deposits",
                "{\"amount\":\"100.00\",\"reason\":\"t\",\"description\":\"first pay\"}");
        transfer =
                service.post(
                                teller,
                                "/v1/transfers",
                                "{\"from\":\"ann\",\"to\":\"bob\",\"amount\":\"7.00\",\"reason\":\"t\"}")
                        .text("id");
    }

    @AfterAll
    void stop() {
        service.close();
    }

    private JsonNode ask(Role role, String query, String... accounts) {
        Answer answer =
                service.post(
                        service.token(role, accounts),
                        "/graphql",
                        body(query, Map.of()),
                        "Daybook-Consistency",
                        "strong");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json();
    }

    private static String body(String query, Map<String, Object> variables) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("query", query);
        body.set("variables", Json.MAPPER.valueToTree(variables));
        return body.toString();
    }

    private static String slug(JsonNode answer) {
        String type = answer.at("/errors/0/extensions/type").asString("");
        return type.substring(type.lastIndexOf('/') + 1);
    }

    @Test
    void anAccountIsTheSameAsAtItsAddress() {
        JsonNode there =
                service.get(
                                service.token(Role.SUPPORT),
                                "/v1/accounts/ann",
                                "Daybook-Consistency",
                                "strong")
                        .json();
        JsonNode here =
                ask(
                                Role.SUPPORT,
                                "{account(id:\"ann\"){id owner{reference name} currency status"
                                        + " frozen{debits credits} balance available pending"
                                        + " overdraftLimit version openedAt authorizedUsers{user}"
                                        + " holds{id} pendingCredits{id}}}")
                        .at("/data/account");
        ((ObjectNode) there).remove("product");
        assertThat(here).isEqualTo(there);
    }

    @Test
    void onePageTakesWhatItNeedsInOneQuestion() {
        JsonNode data =
                ask(
                                Role.AUDITOR,
                                """
                                {
                                  account(id: "ann") {
                                    balance
                                    transactions(limit: 1) { next items { amount balance transaction { id kind legs { account amount } explained { status verdict { code } } } } }
                                    audit(limit: 2) { items { event actor before { balance } after { balance } payload } next }
                                  }
                                  then: account(id: "ann", asOfPosition: 1) { balance }
                                  transactions(q: "first", facets: "kind") { total facets items { id description } }
                                  transaction(id: "%s") { valueDate recordedAt position metadata }
                                  journal(limit: 2) { head next items { position type payload hash } }
                                  book { book sum }
                                  views { name state }
                                }
                                """
                                        .formatted(transfer))
                        .path("data");
        assertThat(data.at("/account/balance").asString()).isEqualTo("93.00");
        JsonNode line = data.at("/account/transactions/items/0");
        assertThat(line.path("amount").asString()).isEqualTo("-7.00");
        assertThat(line.at("/transaction/id").asString()).isEqualTo(transfer);
        assertThat(line.at("/transaction/explained/status").asString()).isEqualTo("committed");
        assertThat(data.at("/account/transactions/next").isNull()).isFalse();
        assertThat(data.at("/account/audit/items/0/before").isNull()).isTrue();
        assertThat(data.at("/account/audit/items/1/after/balance").asString()).isEqualTo("100.00");
        assertThat(data.at("/then/balance").asString()).isEqualTo("0.00");
        assertThat(data.at("/transactions/total").asInt()).isOne();
        assertThat(data.at("/transactions/facets/kind/deposit").asInt()).isOne();
        assertThat(data.at("/transaction/position").isIntegralNumber()).isTrue();
        assertThat(data.at("/journal/items").size()).isEqualTo(2);
        assertThat(data.at("/book/sum/EUR").asString()).isEqualTo("0.00");
        assertThat(data.path("views").size()).isGreaterThan(3);
    }

    /** For each field that reads, the address that it stands for. */
    private static final Map<String, String> FIELDS =
            new TreeMap<>(
                    Map.of(
                            "account(id:\"ann\"){id}", "/v1/accounts/ann",
                            "accounts{next}", "/v1/accounts",
                            "transactions{total}", "/v1/transactions",
                            "journal{head}", "/v1/journal",
                            "book{head}", "/v1/book",
                            "views{name}", "/v1/views",
                            "account(id:\"ann\"){audit{next}}", "/v1/accounts/ann/audit",
                            "account(id:\"ann\"){transactions{next}}",
                                    "/v1/accounts/ann/transactions"));

    @ParameterizedTest
    @EnumSource(Role.class)
    void aFieldIsForThoseWhoMayReadItsAddress(Role role) {
        FIELDS.forEach((field, path) -> {
            int status = service.get(service.token(role, "ann"), path).status();
            JsonNode answer = ask(role, "{" + field + "}", "ann");
            assertThat(slug(answer))
                    .as(role + " asks for " + field + ": " + answer)
                    .isEqualTo(status == 403 ? "forbidden" : "");
        });
    }

    @Test
    void aCustomerSeesOwnAccountsAlone() {
        assertThat(slug(ask(Role.CUSTOMER, "{account(id:\"bob\"){id}}", "ann")))
                .isEqualTo("forbidden");
        JsonNode own =
                ask(
                        Role.CUSTOMER,
                        "{accounts{items{id}} transaction(id:\""
                                + transfer
                                + "\"){legs{account balanceAfter}}}",
                        "ann");
        assertThat(own.at("/data/accounts/items").size()).isOne();
        own.at("/data/transaction/legs")
                .forEach(leg ->
                        assertThat(leg.path("balanceAfter").isNull())
                                .isEqualTo(!leg.path("account").asString().equals("ann")));
    }

    @Test
    void whatIsNotThereAndWhatIsWrongSaysSoAsBelowV1() {
        assertThat(slug(ask(Role.SUPPORT, "{account(id:\"nobody\"){id}}"))).isEqualTo("not-found");
        JsonNode wrong = ask(Role.SUPPORT, "{transactions(sort:\"shoe-size\"){total}}");
        assertThat(slug(wrong)).isEqualTo("validation");
        assertThat(wrong.at("/errors/0/message").asString()).isNotBlank();
        JsonNode unknown = ask(Role.SUPPORT, "{secrets}");
        assertThat(unknown.path("errors").size()).isOne();
        assertThat(unknown.hasNonNull("data")).isFalse();
    }

    @Test
    void nobodyAsksWithoutAToken() {
        assertThat(service.post("", "/graphql", body("{book{head}}", Map.of())).status())
                .isEqualTo(401);
    }

    @Test
    void aBodyThatIsNoQuestionIsRefused() {
        String token = service.token(Role.AUDITOR);
        for (String body : new String[] {"{}", "[]", "{nonsense", "{\"query\":7}", "", " null"}) {
            for (String accept : new String[] {"application/json", "text/event-stream"}) {
                Answer answer = service.post(token, "/graphql", body, "Accept", accept);
                assertThat(answer.status()).as(body + " as " + accept).isEqualTo(400);
                assertThat(answer.slug()).isEqualTo("validation");
            }
        }
        assertThat(service.get(token, "/graphql").status()).isEqualTo(405);
        assertThat(service.postBytes(token, "/graphql", new byte[2], "text/plain").status())
                .isEqualTo(415);
    }

    @Test
    void whatIsTooDeepOrTooMuchIsNotBegun() {
        int steps = 6;
        String deep =
                "{account(id:\"ann\"){"
                        + "audit(limit:1){items{after{".repeat(steps)
                        + "id"
                        + "}}}".repeat(steps)
                        + "}}";
        JsonNode tooDeep = ask(Role.AUDITOR, deep);
        assertThat(tooDeep.at("/errors/0/message").asString()).contains("depth");
        JsonNode tooMuch =
                ask(
                        Role.AUDITOR,
                        "{accounts(limit:1000){items{transactions(limit:1000){items{amount}}}}}");
        assertThat(tooMuch.at("/errors/0/message").asString()).contains("complexity");
        assertThat(tooMuch.hasNonNull("data")).isFalse();
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 1_200; i++) {
            many.append("a").append(i).append(":book{head} ");
        }
        assertThat(
                        ask(Role.AUDITOR, many.append('}').toString())
                                .at("/errors/0/message")
                                .asString())
                .contains("complexity");
        JsonNode variable =
                service.post(
                                service.token(Role.AUDITOR),
                                "/graphql",
                                body(
                                        "query($n:Int){accounts(limit:$n){items{transactions(limit:$n)"
                                            + "{items{amount}}}}}",
                                        Map.of("n", 1_000)))
                        .json();
        assertThat(variable.at("/errors/0/message").asString()).contains("complexity");
    }

    @Test
    void toolsCanAskForTheSchema() {
        JsonNode answer = ask(Role.ANALYST, IntrospectionQuery.INTROSPECTION_QUERY);
        assertThat(answer.hasNonNull("errors")).as(answer.toString()).isFalse();
        assertThat(answer.at("/data/__schema/queryType/name").asString()).isEqualTo("Query");
    }
}
