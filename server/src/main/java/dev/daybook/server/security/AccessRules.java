package dev.daybook.server.security;

import static dev.daybook.server.security.Role.ADMIN;
import static dev.daybook.server.security.Role.ANALYST;
import static dev.daybook.server.security.Role.AUDITOR;
import static dev.daybook.server.security.Role.CUSTOMER;
import static dev.daybook.server.security.Role.OPERATOR;
import static dev.daybook.server.security.Role.SUPPORT;
import static dev.daybook.server.security.Role.TELLER;

import dev.daybook.server.problem.ProblemException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may call what: every endpoint of the service, once. The first rule that fits a request
 * counts; what no rule fits does not exist. Administrators may do everything that has a rule.
 *
 * <p>Where a customer may call, the endpoint itself sees to it that only own accounts are meant;
 * see {@link Caller#ownOnly()}.
 */
public final class AccessRules {

    private static final List<Rule> RULES =
            List.of(
                    // Anyone, without a token.
                    open("GET", "/"),
                    open("GET", "/sign-in"),
                    open("POST", "/sign-in"),
                    open("GET", "/sign-in/issuer"),
                    open("GET", OpenIdSignIn.BACK),
                    open("POST", "/sign-out"),
                    open("GET", "/not-yours"),
                    open("GET", "/parts"),
                    open("GET", "/assets/**"),
                    open("GET", "/favicon.ico"),
                    open("GET", "/openapi.json"),
                    open("GET", "/actuator/health/**"),
                    open("GET", "/graphql"), // a WebSocket, whose first message has the token

                    // Money.
                    rule("POST", "/v1/transfers", CUSTOMER, TELLER),
                    rule("POST", "/v1/accounts/{id}/deposits", TELLER),
                    rule("POST", "/v1/accounts/{id}/withdrawals", TELLER),
                    rule("POST", "/v1/transactions", TELLER),
                    rule("POST", "/v1/transactions/{id}/reversal", TELLER),
                    rule("POST", "/v1/accounts/{id}/holds", TELLER),
                    rule("POST", "/v1/holds/{id}/capture", TELLER),
                    rule("POST", "/v1/holds/{id}/release", TELLER),
                    rule("POST", "/v1/accounts/{id}/pending-credits", CUSTOMER, TELLER),
                    rule("POST", "/v1/pending-credits/{id}/clear", TELLER),
                    rule("POST", "/v1/pending-credits/{id}/return", TELLER),
                    rule("POST", "/v1/commands/batch", TELLER),

                    // Accounts.
                    rule("POST", "/v1/accounts", TELLER),
                    rule("PUT", "/v1/accounts/{id}/authorized-users/{user}", TELLER),
                    rule("DELETE", "/v1/accounts/{id}/authorized-users/{user}", TELLER),
                    rule("POST", "/v1/accounts/{id}/freeze", TELLER, OPERATOR),
                    rule("POST", "/v1/accounts/{id}/unfreeze", TELLER, OPERATOR),
                    rule("POST", "/v1/accounts/{id}/close", TELLER),
                    rule("POST", "/v1/accounts/{id}/reopen", TELLER),
                    rule("PUT", "/v1/accounts/{id}/overdraft-limit", TELLER),

                    // Reading.
                    rule("GET", "/v1/accounts", CUSTOMER, TELLER, SUPPORT, AUDITOR, ANALYST),
                    rule("GET", "/v1/accounts/{id}", CUSTOMER, TELLER, SUPPORT, AUDITOR),
                    rule("GET", "/v1/accounts/{id}/balance", CUSTOMER, TELLER, SUPPORT, AUDITOR),
                    rule("GET", "/v1/accounts/{id}/balances", CUSTOMER, TELLER, SUPPORT, AUDITOR),
                    rule("GET", "/v1/balances", TELLER, SUPPORT, AUDITOR, ANALYST),
                    rule(
                            "GET",
                            "/v1/accounts/{id}/transactions",
                            CUSTOMER,
                            TELLER,
                            SUPPORT,
                            AUDITOR),
                    rule("GET", "/v1/accounts/{id}/stream", CUSTOMER, TELLER, SUPPORT, AUDITOR),
                    rule("GET", "/v1/activity", ANALYST, AUDITOR, OPERATOR),
                    rule("GET", "/v1/transactions", CUSTOMER, TELLER, SUPPORT, AUDITOR, ANALYST),
                    rule("GET", "/v1/transactions/{id}", CUSTOMER, TELLER, SUPPORT, AUDITOR),
                    rule("GET", "/v1/commands/{id}", CUSTOMER, TELLER, SUPPORT, AUDITOR, OPERATOR),

                    // What each field of it may be read by, says the address that it stands for.
                    rule("POST", "/graphql", CUSTOMER, TELLER, SUPPORT, AUDITOR, ANALYST, OPERATOR),

                    // The record.
                    rule("GET", "/v1/accounts/{id}/audit", AUDITOR),
                    rule("GET", "/v1/accesses", AUDITOR),
                    rule("GET", "/v1/journal", AUDITOR),
                    rule("GET", "/v1/journal/stream", AUDITOR),
                    rule("GET", "/v1/verify", AUDITOR, OPERATOR),

                    // The service.
                    rule("GET", "/v1/book", TELLER, SUPPORT, AUDITOR, ANALYST, OPERATOR),
                    rule("GET", "/v1/views", TELLER, SUPPORT, AUDITOR, ANALYST, OPERATOR),
                    rule("GET", "/v1/relay", SUPPORT, AUDITOR, ANALYST, OPERATOR),
                    rule("GET", "/v1/views/{name}/parked", SUPPORT, AUDITOR, OPERATOR),
                    rule("POST", "/v1/views/{name}/parked/retry", OPERATOR),
                    rule("POST", "/v1/views/{name}/parked/skip", OPERATOR),
                    rule("POST", "/v1/views/{name}/pause", OPERATOR),
                    rule("POST", "/v1/views/{name}/resume", OPERATOR),
                    rule("GET", "/v1/webhooks", OPERATOR, AUDITOR),
                    rule("POST", "/v1/webhooks", ADMIN),
                    rule("DELETE", "/v1/webhooks/{id}", ADMIN),
                    rule("GET", "/v1/webhooks/{id}/deliveries", OPERATOR, AUDITOR),
                    rule("POST", "/v1/webhooks/{id}/resume", OPERATOR),
                    rule("GET", "/actuator/prometheus", OPERATOR),

                    // Pages, for whoever has signed in.
                    page("GET", "/home", CUSTOMER, TELLER, SUPPORT, AUDITOR, ANALYST, OPERATOR),
                    page("GET", "/me", CUSTOMER),
                    page("GET", "/me/accounts/{id}", CUSTOMER),
                    page("GET", "/me/pay", CUSTOMER),
                    page("POST", "/me/pay", CUSTOMER),
                    page("GET", "/me/check", CUSTOMER),
                    page("POST", "/me/check", CUSTOMER),
                    page("GET", "/me/payments/{id}", CUSTOMER),
                    page("GET", "/teller", TELLER),
                    page("POST", "/teller", TELLER),
                    page("GET", "/teller/accounts/{id}", TELLER),
                    page("POST", "/teller/accounts/{id}", TELLER),
                    page("GET", "/support", SUPPORT),
                    page("POST", "/support", SUPPORT),
                    page("GET", "/support/accounts/{id}", SUPPORT),
                    page("GET", "/support/commands/{id}", SUPPORT),
                    page("GET", "/audit", AUDITOR),
                    page("GET", "/audit/accesses", AUDITOR),
                    page("GET", "/audit/accounts/{id}", AUDITOR),
                    page("GET", "/audit/accounts/{id}/export", AUDITOR),
                    page("GET", "/audit/accounts/{id}/then", AUDITOR),
                    page("GET", "/audit/accounts/{id}/compare", AUDITOR),
                    page("GET", "/events", AUDITOR),
                    page("GET", "/events/{position}", AUDITOR),
                    page("GET", "/activity", ANALYST),
                    page("GET", "/operate", OPERATOR),
                    page("POST", "/operate/views/{name}/parked", OPERATOR),
                    page("GET", "/operate/webhooks/{id}", OPERATOR),
                    page("POST", "/operate/webhooks/{id}/resume", OPERATOR));

    private AccessRules() {}

    /**
     * One line of the table.
     *
     * @param roles who may call; empty for anyone, without a token
     * @param isPage true when a person looks at the answer, in a browser
     */
    public record Rule(
            String method, String path, PathPattern pattern, Set<Role> roles, boolean isPage) {

        /** True when no token is needed. */
        public boolean isOpen() {
            return roles.isEmpty();
        }

        boolean allows(Caller caller) {
            return caller.roles().stream().anyMatch(roles::contains);
        }

        private boolean fits(PathContainer requested) {
            return pattern.matches(requested);
        }
    }

    public static List<Rule> all() {
        return RULES;
    }

    /** The rule for a request, or null when there is nothing there. */
    public static @Nullable Rule find(String method, String path) {
        PathContainer requested = PathContainer.parsePath(path);
        String asked = method.equals("HEAD") ? "GET" : method;
        for (Rule rule : RULES) {
            if (rule.method.equals(asked) && rule.fits(requested)) {
                return rule;
            }
        }
        return null;
    }

    /**
     * What a caller is at another address than the one that was asked for.
     *
     * @throws dev.daybook.server.problem.ProblemException when none of its roles may read there
     */
    public static Caller reading(String path, Caller caller) {
        Rule rule = find("GET", path);
        if (rule == null) {
            throw new IllegalArgumentException("There is no address " + path + ".");
        }
        Caller there = Caller.of(caller.actor(), caller.roles(), caller.accounts(), rule);
        if (!rule.allows(there)) {
            throw ProblemException.forbidden("None of your token's roles may read this.");
        }
        return there;
    }

    /** The methods that an address has, in alphabetical order; empty when there is nothing. */
    public static Set<String> methods(String path) {
        PathContainer requested = PathContainer.parsePath(path);
        Set<String> methods = new TreeSet<>();
        RULES.stream()
                .filter(rule -> rule.fits(requested))
                .forEach(rule -> methods.add(rule.method));
        return methods;
    }

    private static Rule open(String method, String path) {
        return new Rule(method, path, pattern(path), Set.of(), false);
    }

    private static Rule rule(String method, String path, Role first, Role... others) {
        return new Rule(method, path, pattern(path), withAdmin(first, others), false);
    }

    private static Rule page(String method, String path, Role first, Role... others) {
        return new Rule(method, path, pattern(path), withAdmin(first, others), true);
    }

    private static Set<Role> withAdmin(Role first, Role... others) {
        Set<Role> roles = EnumSet.of(first, others);
        roles.add(ADMIN);
        return Set.copyOf(roles);
    }

    private static PathPattern pattern(String path) {
        return PathPatternParser.defaultInstance.parse(path);
    }
}
