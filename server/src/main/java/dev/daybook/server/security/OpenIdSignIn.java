package dev.daybook.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ErrorResponse;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;

import dev.daybook.server.bank.Settings;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Signs people in where the issuer of tokens does: the authorization code flow of OpenID Connect
 * with PKCE. The access token that it ends with becomes the session. Nothing is kept here between
 * the two halves: what the second has to know of the first is in a cookie of the browser, so that
 * any node may be asked for either.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth">OpenID Connect
 *     Core 1.0, 3.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7636">RFC 7636, PKCE</a>
 */
@Component
public final class OpenIdSignIn {

    /** Where the issuer sends the browser back to; to be registered there. */
    public static final String BACK = "/sign-in/back";

    private static final String COOKIE = "daybook-sign-in";
    private static final Duration COOKIE_MAX = Duration.ofMinutes(10);
    private static final int ANSWER_MILLIS_MAX = 5_000;

    private final Settings.@Nullable Issuer issuer;
    private final Callers callers;
    private volatile @Nullable OIDCProviderMetadata metadata;

    OpenIdSignIn(Settings settings, Callers callers) {
        this.issuer = settings.issuer();
        this.callers = callers;
    }

    /** It did not work; the message is for the log and names no secret. */
    public static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;

        RefusedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * What a sign-in ends with.
     *
     * @param remaining for how long the token will be taken
     */
    public record Signed(String token, Duration remaining) {}

    /** The name of who signs people in, or null when nobody was named. */
    public @Nullable String name() {
        return issuer == null || issuer.client() == null
                ? null
                : URI.create(issuer.uri()).getHost();
    }

    /** What the cookie has between the two halves. */
    private record Begun(State state, Nonce nonce, CodeVerifier verifier) {

        static Begun anew() {
            return new Begun(new State(), new Nonce(), new CodeVerifier());
        }

        static @Nullable Begun of(HttpServletRequest request) {
            String cookie = SessionCookie.value(request, COOKIE);
            String[] parts = cookie == null ? new String[0] : cookie.split("\\.", -1);
            try {
                return parts.length == 3
                        ? new Begun(
                                new State(parts[0]),
                                new Nonce(parts[1]),
                                new CodeVerifier(parts[2]))
                        : null;
            } catch (IllegalArgumentException notOurs) {
                return null;
            }
        }

        @Override
        public String toString() {
            return state.getValue() + "." + nonce.getValue() + "." + verifier.getValue();
        }
    }

    /**
     * The first half.
     *
     * @return the address at the issuer's to send the browser to
     * @throws RefusedException when the issuer cannot be reached
     */
    public URI begin(HttpServletRequest request, HttpServletResponse response)
            throws RefusedException {
        Settings.Client client = client();
        Begun begun = Begun.anew();
        cookie(request, response, begun.toString(), COOKIE_MAX);
        return new AuthenticationRequest.Builder(
                        new ResponseType(ResponseType.Value.CODE),
                        new Scope(client.scopes().toArray(String[]::new)),
                        new ClientID(client.id()),
                        back(request))
                .endpointURI(metadata().getAuthorizationEndpointURI())
                .state(begun.state)
                .nonce(begun.nonce)
                .codeChallenge(begun.verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /**
     * The second half, when the browser comes back.
     *
     * @param answer the parameters that it comes back with
     * @throws RefusedException when the issuer refuses or cannot be reached, or when this is not
     *     the answer to what this browser began
     */
    public Signed end(
            HttpServletRequest request,
            HttpServletResponse response,
            Map<String, List<String>> answer)
            throws RefusedException {
        Begun begun = Begun.of(request);
        cookie(request, response, "", Duration.ZERO); // whatever comes of it, it is used up
        if (begun == null) {
            throw new RefusedException("This browser has not begun to sign in.", null);
        }
        OIDCTokens tokens = tokens(code(request, answer, begun), begun, request);
        validate(tokens.getIDToken(), begun.nonce);
        String token = tokens.getAccessToken().getValue();
        Duration remaining = callers.remaining(token);
        if (remaining == null) {
            throw new RefusedException(
                    "The access token is none that this service takes: look at issuer.audience, and"
                            + " whether the issuer gives out JSON Web Tokens.",
                    null);
        }
        return new Signed(token, remaining);
    }

    /** What an error says of itself, unless it says more than a word; anybody may write one. */
    private static String code(ErrorResponse response) {
        ErrorObject error = response.getErrorObject();
        String code = error == null ? null : error.getCode();
        return code != null && code.matches("[a-z_]{1,50}") ? code : "it does not say why";
    }

    private static AuthorizationCode code(
            HttpServletRequest request, Map<String, List<String>> parameters, Begun begun)
            throws RefusedException {
        try {
            AuthenticationResponse answer =
                    AuthenticationResponseParser.parse(back(request), parameters);
            if (!begun.state.equals(answer.getState())) {
                throw new RefusedException("It is the answer to another request.", null);
            }
            if (!answer.indicatesSuccess()) {
                throw new RefusedException(
                        "The issuer refuses: " + code(answer.toErrorResponse()), null);
            }
            return answer.toSuccessResponse().getAuthorizationCode();
        } catch (ParseException | IllegalArgumentException wrong) {
            throw new RefusedException("The answer is none of OpenID Connect.", wrong);
        }
    }

    private OIDCTokens tokens(AuthorizationCode code, Begun begun, HttpServletRequest request)
            throws RefusedException {
        Settings.Client client = client();
        ClientID id = new ClientID(client.id());
        AuthorizationCodeGrant grant =
                new AuthorizationCodeGrant(code, back(request), begun.verifier);
        URI endpoint = metadata().getTokenEndpointURI();
        TokenRequest.Builder asking =
                client.secret() == null
                        ? new TokenRequest.Builder(endpoint, id, grant)
                        : new TokenRequest.Builder(
                                endpoint,
                                new ClientSecretBasic(id, new Secret(client.secret())),
                                grant);
        try {
            HTTPRequest http = asking.build().toHTTPRequest();
            http.setConnectTimeout(ANSWER_MILLIS_MAX);
            http.setReadTimeout(ANSWER_MILLIS_MAX);
            TokenResponse answer = OIDCTokenResponseParser.parse(http.send());
            if (answer instanceof OIDCTokenResponse success) {
                return success.getOIDCTokens();
            }
            throw new RefusedException(
                    "The issuer gives no token: " + code(answer.toErrorResponse()), null);
        } catch (IOException | ParseException failed) {
            throw new RefusedException("The issuer does not answer as it should.", failed);
        }
    }

    private void validate(JWT idToken, Nonce nonce) throws RefusedException {
        if (!(idToken.getHeader() instanceof JWSHeader header)
                || !JWSAlgorithm.Family.SIGNATURE.contains(header.getAlgorithm())) {
            throw new RefusedException(
                    "The ID token is not signed with a key of the issuer.", null);
        }
        OIDCProviderMetadata known = metadata();
        try {
            new IDTokenValidator(
                            known.getIssuer(),
                            new ClientID(client().id()),
                            header.getAlgorithm(),
                            known.getJWKSetURI().toURL())
                    .validate(idToken, nonce);
        } catch (BadJOSEException | JOSEException | IOException wrong) {
            throw new RefusedException("The ID token is not true.", wrong);
        }
    }

    private OIDCProviderMetadata metadata() throws RefusedException {
        OIDCProviderMetadata known = metadata;
        if (known == null && issuer != null) {
            try {
                known =
                        OIDCProviderMetadata.resolve(
                                new Issuer(issuer.uri()), ANSWER_MILLIS_MAX, ANSWER_MILLIS_MAX);
                metadata = known;
            } catch (GeneralException | IOException away) {
                throw new RefusedException("The issuer does not say where it is.", away);
            }
        }
        if (known == null) {
            throw new RefusedException("There is no issuer.", null);
        }
        return known;
    }

    private Settings.Client client() throws RefusedException {
        Settings.Client client = issuer == null ? null : issuer.client();
        if (client == null) {
            throw new RefusedException("Nobody was named to sign people in.", null);
        }
        return client;
    }

    private static URI back(HttpServletRequest request) {
        return URI.create(request.getRequestURL().toString()).resolve(BACK);
    }

    private static void cookie(
            HttpServletRequest request,
            HttpServletResponse response,
            String value,
            Duration maxAge) {
        SessionCookie.add(request, response, COOKIE, value, "/sign-in", maxAge);
    }
}
