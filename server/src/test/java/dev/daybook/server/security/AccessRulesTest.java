package dev.daybook.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every endpoint has a rule, every rule an endpoint; and the rules say what the roles are for. */
class AccessRulesTest {

    private static final Set<String> NOT_OURS =
            Set.of(
                    "GET /assets/**",
                    "GET /favicon.ico",
                    "GET /openapi.json",
                    "GET /graphql",
                    "POST /graphql",
                    "GET /actuator/health/**",
                    "GET /actuator/prometheus");

    @Test
    void everyEndpointHasARuleAndEveryRuleAnEndpoint() throws Exception {
        Set<String> rules =
                AccessRules.all().stream()
                        .map(rule -> rule.method() + " " + rule.path())
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = new TreeSet<>(endpoints());
        expected.addAll(NOT_OURS);
        assertThat(rules).isEqualTo(expected);
    }

    @Test
    void administratorsMayDoEverythingThatHasARule() {
        assertThat(AccessRules.all())
                .allMatch(rule -> rule.isOpen() || rule.roles().contains(Role.ADMIN));
    }

    @Test
    void onlySigningInAndHealthAndTheDescriptionAreOpen() {
        assertThat(AccessRules.all().stream().filter(AccessRules.Rule::isOpen))
                .extracting(rule -> rule.method() + " " + rule.path())
                .containsExactlyInAnyOrder(
                        "GET /",
                        "GET /sign-in",
                        "POST /sign-in",
                        "GET /sign-in/issuer",
                        "GET /sign-in/back",
                        "POST /sign-out",
                        "GET /not-yours",
                        "GET /parts",
                        "GET /assets/**",
                        "GET /favicon.ico",
                        "GET /openapi.json",
                        "GET /actuator/health/**",
                        "GET /graphql");
    }

    /** A search by names is a POST, which keeps them out of addresses; GraphQL has no mutation. */
    private static final Set<String> ONLY_READING = Set.of("/support", "/graphql");

    @Test
    void whoOnlyReadsChangesNothing() {
        for (AccessRules.Rule rule : AccessRules.all()) {
            if (!rule.method().equals("GET") && !ONLY_READING.contains(rule.path())) {
                assertThat(rule.roles())
                        .as(rule.method() + " " + rule.path())
                        .doesNotContain(Role.SUPPORT, Role.AUDITOR, Role.ANALYST);
            }
        }
    }

    @Test
    void whatNoRuleFitsDoesNotExist() {
        assertThat(AccessRules.find("GET", "/v1/secrets")).isNull();
        assertThat(AccessRules.find("DELETE", "/v1/accounts/a-1")).isNull();
        assertThat(AccessRules.find("GET", "/actuator/env")).isNull();
        assertThat(AccessRules.methods("/v1/accounts")).containsExactly("GET", "POST");
    }

    @Test
    void beingACustomerAmongOtherThingsDoesNotRestrict() {
        AccessRules.Rule rule = AccessRules.find("GET", "/v1/accounts/a-1");
        Caller customer = Caller.of("c", List.of(Role.CUSTOMER), List.of("a-1"), rule);
        Caller both = Caller.of("c", List.of(Role.CUSTOMER, Role.TELLER), List.of("a-1"), rule);
        assertThat(customer.ownOnly()).isTrue();
        assertThat(customer.mayUse("a-1")).isTrue();
        assertThat(customer.mayUse("a-2")).isFalse();
        assertThat(both.mayUse("a-2")).isTrue();
    }

    private static Set<String> endpoints() throws ClassNotFoundException {
        ClassPathScanningCandidateComponentProvider scan =
                new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        Set<String> endpoints = new TreeSet<>();
        for (var found : scan.findCandidateComponents("dev.daybook.server")) {
            for (Method method : Class.forName(found.getBeanClassName()).getDeclaredMethods()) {
                RequestMapping mapping =
                        AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
                if (mapping != null) {
                    for (String path : mapping.path()) {
                        endpoints.add(mapping.method()[0] + " " + path);
                    }
                }
            }
        }
        return endpoints;
    }
}
