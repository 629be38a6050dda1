package dev.daybook.server.console;

import dev.daybook.server.security.Caller;
import dev.daybook.server.security.Callers;
import dev.daybook.server.security.LocalTokens;
import dev.daybook.server.security.OpenIdSignIn;
import dev.daybook.server.security.SessionCookie;
import dev.daybook.server.security.SignInCodes;
import dev.daybook.server.security.SignInLimit;

import io.swagger.v3.oas.annotations.Hidden;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Duration;

/**
 * Signing in and out. Whoever follows a link with a code sees first who that will be, and then says
 * so: programs that look at links beforehand use none up, and nobody is signed in as somebody else
 * unawares.
 */
@Hidden
@RestController
final class SignIn {

    private static final Logger log = LoggerFactory.getLogger(SignIn.class);

    private static final Duration SESSION = Duration.ofHours(12);
    private static final int TOO_MANY = 429;

    private final SignInCodes codes;
    private final LocalTokens tokens;
    private final Callers callers;
    private final SignInLimit limit;
    private final OpenIdSignIn openId;

    SignIn(
            SignInCodes codes,
            LocalTokens tokens,
            Callers callers,
            SignInLimit limit,
            OpenIdSignIn openId) {
        this.codes = codes;
        this.tokens = tokens;
        this.callers = callers;
        this.limit = limit;
        this.openId = openId;
    }

    private interface Half {
        ResponseEntity<byte[]> answer() throws OpenIdSignIn.RefusedException;
    }

    private ResponseEntity<byte[]> half(HttpServletRequest request, Half half) {
        Ui ui = Ui.of(request, null);
        if (!limit.allows(request)) {
            return Pages.page(
                    TOO_MANY,
                    Pages.TEMPLATES.signIn(
                            ui, openId.name(), null, null, ui.text("sign-in.often")));
        }
        try {
            return half.answer();
        } catch (OpenIdSignIn.RefusedException refused) {
            log.warn("Nobody was signed in: {}", refused.getMessage());
            return Pages.page(
                    422,
                    Pages.TEMPLATES.signIn(
                            ui, openId.name(), null, null, ui.text("sign-in.issuer.refused")));
        }
    }

    /** To where the issuer signs people in. */
    @GetMapping("/sign-in/issuer")
    ResponseEntity<byte[]> issuer(HttpServletRequest request, HttpServletResponse response) {
        return half(request, () -> Pages.goTo(openId.begin(request, response).toString()));
    }

    /** And back from there. The parameters are those that an answer may have. */
    @GetMapping(OpenIdSignIn.BACK)
    ResponseEntity<byte[]> back(
            @RequestParam MultiValueMap<String, String> answer,
            HttpServletRequest request,
            HttpServletResponse response) {
        return half(
                request,
                () -> {
                    OpenIdSignIn.Signed signed = openId.end(request, response, answer);
                    SessionCookie.begin(request, response, signed.token(), signed.remaining());
                    return Pages.goTo("/home");
                });
    }

    /** The first page: to where there is most to do, or to signing in. */
    @GetMapping("/")
    ResponseEntity<byte[]> first(HttpServletRequest request) {
        return SessionCookie.token(request) == null
                ? Pages.page(
                        Pages.TEMPLATES.signIn(
                                Ui.of(request, null), openId.name(), null, null, null))
                : Pages.goTo("/home");
    }

    @GetMapping("/sign-in")
    ResponseEntity<byte[]> page(
            @RequestParam(required = false) @Nullable String code, HttpServletRequest request) {
        Ui ui = Ui.of(request, null);
        if (code == null) {
            return Pages.page(Pages.TEMPLATES.signIn(ui, openId.name(), null, null, null));
        }
        SignInCodes.Identity identity = limit.allows(request) ? codes.look(code) : null;
        return Pages.page(
                identity == null
                        ? Pages.TEMPLATES.signIn(
                                ui, openId.name(), null, null, ui.text("sign-in.code.used"))
                        : Pages.TEMPLATES.signIn(ui, openId.name(), code, identity.actor(), null));
    }

    @PostMapping("/sign-in")
    ResponseEntity<byte[]> signIn(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Form form = Form.of(request);
        Ui ui = Ui.of(request, null);
        if (!limit.allows(request)) {
            return Pages.page(
                    TOO_MANY,
                    Pages.TEMPLATES.signIn(
                            ui, openId.name(), null, null, ui.text("sign-in.often")));
        }
        String code = form.get("code");
        if (code != null) {
            SignInCodes.Identity identity = codes.use(code);
            if (identity == null) {
                return Pages.page(
                        422,
                        Pages.TEMPLATES.signIn(
                                ui, openId.name(), null, null, ui.text("sign-in.code.used")));
            }
            String token =
                    tokens.create(identity.actor(), identity.roles(), identity.accounts(), SESSION);
            SessionCookie.begin(request, response, token, SESSION);
            return Pages.goTo("/home");
        }
        String token = form.get("token");
        Duration left = token == null ? null : callers.remaining(token);
        if (token == null || left == null) {
            return Pages.page(
                    422,
                    Pages.TEMPLATES.signIn(
                            ui, openId.name(), null, null, ui.text("sign-in.token.wrong")));
        }
        SessionCookie.begin(request, response, token, left);
        return Pages.goTo("/home");
    }

    @PostMapping("/sign-out")
    ResponseEntity<byte[]> signOut(HttpServletRequest request, HttpServletResponse response) {
        SessionCookie.end(request, response);
        return Pages.goTo("/sign-in");
    }

    /**
     * In the place of a page that is for others; it comes with whatever method that was asked for.
     */
    @RequestMapping(
            path = "/not-yours",
            method = {RequestMethod.GET, RequestMethod.POST})
    ResponseEntity<byte[]> notYours(HttpServletRequest request) {
        return Pages.problem(request, 403, Ui.of(request, null).text("problem.not-yours"));
    }

    /** To where somebody of these roles has most to do. */
    @GetMapping("/home")
    ResponseEntity<byte[]> home(HttpServletRequest request, Caller caller) {
        return Ui.of(request, caller).places().stream()
                .findFirst()
                .map(place -> Pages.goTo(place.path()))
                .orElseGet(() -> notYours(request));
    }
}
