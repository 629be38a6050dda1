package dev.daybook.server.security;

import dev.daybook.server.bank.Settings;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Whose tokens are taken: those of the key in the data directory, or of one issuer. */
@Configuration(proxyBeanMethods = false)
class Tokens {

    @Bean
    TokenClaims claims(Settings settings) {
        Settings.Issuer issuer = settings.issuer();
        return issuer == null
                ? TokenClaims.LOCAL
                : new TokenClaims(issuer.rolesClaim(), issuer.accountsClaim());
    }

    @Bean
    VerifiedTokens decoder(Settings settings, LocalTokens local) {
        return new VerifiedTokens(checking(settings, local), InstantSource.system());
    }

    private static JwtDecoder checking(Settings settings, LocalTokens local) {
        Settings.Issuer issuer = settings.issuer();
        if (issuer != null) {
            // Asked at the first token, so that the service starts while the issuer is away.
            return new SupplierJwtDecoder(() -> {
                NimbusJwtDecoder decoder =
                        NimbusJwtDecoder.withIssuerLocation(issuer.uri()).build();
                decoder.setJwtValidator(validator(issuer.uri(), issuer.audience()));
                return decoder;
            });
        }
        NimbusJwtDecoder decoder =
                NimbusJwtDecoder.withSecretKey(local.secret())
                        .macAlgorithm(MacAlgorithm.HS256)
                        .build();
        decoder.setJwtValidator(validator(LocalTokens.ISSUER, null));
        return decoder;
    }

    private static OAuth2TokenValidator<Jwt> validator(
            String issuer, @org.jspecify.annotations.Nullable String audience) {
        List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
        validators.add(JwtValidators.createDefaultWithIssuer(issuer));
        validators.add(new JwtClaimValidator<Instant>("exp", expiry -> expiry != null));
        if (audience != null) {
            validators.add(
                    new JwtClaimValidator<List<String>>(
                            "aud", all -> all != null && all.contains(audience)));
        }
        return new DelegatingOAuth2TokenValidator<>(validators);
    }
}
