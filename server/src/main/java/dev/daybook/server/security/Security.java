package dev.daybook.server.security;

import dev.daybook.server.problem.Problem;
import dev.daybook.server.problem.ProblemType;
import dev.daybook.server.problem.ProblemWriter;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Puts {@link AccessRules} in front of everything. */
@Configuration(proxyBeanMethods = false)
class Security {

    /** The request attribute with the {@link Caller}. */
    static final String CALLER = Caller.class.getName();

    private static final BearerTokenResolver BEARER = new DefaultBearerTokenResolver();

    @Bean
    SecurityFilterChain rules(
            HttpSecurity http, JwtDecoder tokens, TokenClaims claims, SearchLimit searches) {
        return http.csrf(csrf -> csrf.disable()) // in its place is SameOrigin
                .addFilterBefore(new SameOrigin(), BearerTokenAuthenticationFilter.class)
                .addFilterBefore(new OwnWrites(), BearerTokenAuthenticationFilter.class)
                .addFilterBefore(
                        new SearchesOfSessions(searches), BearerTokenAuthenticationFilter.class)
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .httpBasic(basic -> basic.disable())
                .formLogin(form -> form.disable())
                .anonymous(anonymous -> {})
                .headers(headers ->
                        headers.defaultsDisabled()
                                .cacheControl(cache -> {})
                                .addHeaderWriter(SecurityHeaders::write))
                .authorizeHttpRequests(requests ->
                        requests.dispatcherTypeMatchers(
                                        jakarta.servlet.DispatcherType.ERROR,
                                        jakarta.servlet.DispatcherType.ASYNC)
                                .permitAll()
                                .anyRequest()
                                .access((caller, context) -> decide(caller, context, claims)))
                .oauth2ResourceServer(server ->
                        server.jwt(jwt -> jwt.decoder(tokens))
                                .bearerTokenResolver(Security::token)
                                .authenticationEntryPoint((request, response, failure) ->
                                        unauthorized(request, response))
                                .accessDeniedHandler(
                                        (request, response, failure) -> denied(request, response)))
                .exceptionHandling(exceptions ->
                        exceptions
                                .authenticationEntryPoint((request, response, failure) ->
                                        unauthorized(request, response))
                                .accessDeniedHandler(
                                        (request, response, failure) -> denied(request, response)))
                .build();
    }

    /**
     * Each filter observed by itself tells nothing that the time of the request does not, and costs
     * more than what the filters do. Who was refused is still counted.
     */
    @Bean
    SecurityObservationSettings unobserved() {
        return SecurityObservationSettings.withDefaults().build();
    }

    /**
     * Lets a percent sign be part of a name. Paths are decoded once, part by part, here and where
     * they are routed; what is still encoded after that stands for itself.
     */
    @Bean
    StrictHttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedPercent(true);
        return firewall;
    }

    /** What the firewall refuses: encoded slashes, control characters, and the like. */
    @Bean
    RequestRejectedHandler rejected() {
        return (request, response, rejected) ->
                ProblemWriter.write(
                        response,
                        Problem.validation(
                                "The address or a header contains characters that are not allowed"
                                        + " there."),
                        Map.of());
    }

    private static AuthorizationResult decide(
            Supplier<? extends @Nullable Authentication> authentication,
            RequestAuthorizationContext context,
            TokenClaims claims) {
        HttpServletRequest request = context.getRequest();
        AccessRules.Rule rule = AccessRules.find(request.getMethod(), pathOf(request));
        if (rule == null) {
            return new AuthorizationDecision(false);
        }
        if (rule.isOpen()) {
            return new AuthorizationDecision(true);
        }
        Caller caller = claims.caller(authentication.get(), rule);
        if (caller == null) {
            return new AuthorizationDecision(false);
        }
        request.setAttribute(CALLER, caller);
        return new AuthorizationDecision(rule.allows(caller));
    }

    /** A page that anybody may see is shown whatever became of a session. */
    private static @Nullable String token(HttpServletRequest request) {
        String sent = BEARER.resolve(request);
        if (sent != null) {
            return sent;
        }
        AccessRules.Rule rule = AccessRules.find(request.getMethod(), pathOf(request));
        return rule == null || rule.isOpen() ? null : SessionCookie.token(request);
    }

    private static void unauthorized(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AccessRules.Rule rule = AccessRules.find(request.getMethod(), pathOf(request));
        if (rule != null && rule.isPage()) {
            SessionCookie.end(request, response);
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", "/sign-in");
            return;
        }
        ProblemWriter.write(
                response,
                Problem.of(
                        ProblemType.UNAUTHORIZED,
                        "Send a valid token: Authorization: Bearer … On your own machine,"
                                + " './daybook token' makes one."),
                Map.of("WWW-Authenticate", "Bearer"));
    }

    private static void denied(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        AccessRules.Rule rule = AccessRules.find(request.getMethod(), pathOf(request));
        if (rule != null && rule.isPage()) {
            request.getRequestDispatcher("/not-yours").forward(request, response);
            return;
        }
        Set<String> methods = AccessRules.methods(pathOf(request));
        if (rule != null) {
            ProblemWriter.write(
                    response,
                    Problem.of(ProblemType.FORBIDDEN, "None of your token's roles allows this."),
                    Map.of());
        } else if (methods.isEmpty()) {
            ProblemWriter.write(
                    response,
                    Problem.of(ProblemType.NOT_FOUND, "There is nothing at this address."),
                    Map.of());
        } else {
            String allowed = String.join(", ", methods);
            ProblemWriter.write(
                    response,
                    Problem.of(
                            ProblemType.METHOD_NOT_ALLOWED,
                            "This address has the methods " + allowed + "."),
                    Map.of("Allow", allowed));
        }
    }

    private static String pathOf(HttpServletRequest request) {
        return request.getRequestURI();
    }
}
