package dev.daybook.acceptance.console;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An OpenID Connect provider that is not ours, with one user, in this process. */
final class Issuer implements AutoCloseable {

    static final String USER = "ann";
    static final String PASSWORD = "correct horse";
    static final String CLIENT = "daybook";
    static final String SECRET = "s3cret";
    static final String AUDIENCE = "the-bank";

    private final ConfigurableApplicationContext context;
    private final String uri;

    private Issuer(ConfigurableApplicationContext context, String uri) {
        this.context = context;
        this.uri = uri;
    }

    /**
     * @param back where it may send browsers back to
     */
    static Issuer start(int port, String back) {
        String uri = uri(port);
        String client = "spring.security.oauth2.authorizationserver.client.bank.";
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.port", port);
        properties.put("server.address", "127.0.0.1");
        properties.put("server.servlet.session.cookie.name", "issuer-session");
        properties.put("spring.security.user.name", USER);
        properties.put("spring.security.user.password", "{noop}" + PASSWORD);
        properties.put("spring.security.oauth2.authorizationserver.issuer", uri);
        properties.put(client + "registration.client-id", CLIENT);
        properties.put(client + "registration.client-secret", "{noop}" + SECRET);
        properties.put(
                client + "registration.client-authentication-methods", "client_secret_basic");
        properties.put(client + "registration.authorization-grant-types", "authorization_code");
        properties.put(client + "registration.redirect-uris", back);
        properties.put(client + "registration.scopes", "openid");
        properties.put(client + "require-proof-key", "true");
        properties.put("spring.main.banner-mode", "off");
        SpringApplication application = new SpringApplication(Provider.class);
        application.setDefaultProperties(properties);
        return new Issuer(application.run(), uri);
    }

    static String uri(int port) {
        return "http://127.0.0.1:" + port;
    }

    String uri() {
        return uri;
    }

    @Override
    public void close() {
        context.close();
    }

    /** Says in the access token what the user is here. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Provider {

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> roles() {
            return token -> {
                if (OAuth2TokenType.ACCESS_TOKEN.equals(token.getTokenType())) {
                    token.getClaims().audience(List.of(AUDIENCE));
                    token.getClaims().claim("roles", List.of("auditor"));
                }
            };
        }
    }
}
