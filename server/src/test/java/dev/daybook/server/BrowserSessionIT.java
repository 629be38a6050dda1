package dev.daybook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.server.ServiceFixture.Answer;
import dev.daybook.server.security.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a browser is known: by a cookie, which other sites cannot make use of. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserSessionIT {

    @TempDir static Path data;

    private ServiceFixture service;

    @BeforeAll
    void start() {
        service = new ServiceFixture(data);
        service.openAccount("own");
        service.openAccount("other");
    }

    @AfterAll
    void stop() {
        service.close();
    }

    private Answer form(String path, String body, String... headers) {
        return service.send(
                service.request("", path, headers)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)));
    }

    private Answer page(String cookie, String path) {
        HttpRequest.Builder request = service.request("", path);
        return service.send((cookie.isEmpty() ? request : request.header("Cookie", cookie)).GET());
    }

    private String code(Role role, String... accounts) {
        return service.server.signInCodes().create("somebody", List.of(role), List.of(accounts));
    }

    private String session(Role role, String... accounts) {
        return cookie(form("/sign-in", "code=" + code(role, accounts)), "daybook-session");
    }

    private static String cookie(Answer answer, String name) {
        return answer.response().headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith(name + "="))
                .map(each -> each.substring(0, each.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLinkSaysWhoThatWillBeAndSignsInOnce() {
        String code = code(Role.OPERATOR);
        Answer asked = page("", "/sign-in?code=" + code);
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.response().body()).contains("somebody");
        assertThat(asked.response().headers().allValues("Set-Cookie")).isEmpty();

        Answer signedIn = form("/sign-in", "code=" + code);
        assertThat(signedIn.status()).isEqualTo(303);
        assertThat(signedIn.header("Location")).isEqualTo("/home");
        assertThat(signedIn.header("Set-Cookie"))
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Path=/");

        Answer again = form("/sign-in", "code=" + code);
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.response().headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void aTokenSignsInAndWhatIsNoneDoesNot() {
        String token = service.token(Role.OPERATOR);
        String session = cookie(form("/sign-in", "token=" + token), "daybook-session");
        assertThat(page(session, "/operate").status()).isEqualTo(200);
        assertThat(form("/sign-in", "token=nonsense").status()).isEqualTo(422);
        assertThat(form("/sign-in", "").status()).isEqualTo(422);
    }

    @Test
    void whoeverHasNotSignedInIsAskedTo() {
        for (String cookie : List.of("", "daybook-session=nonsense")) {
            Answer answer = page(cookie, "/me");
            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.header("Location")).isEqualTo("/sign-in");
        }
        assertThat(page("daybook-session=nonsense", "/sign-in").status()).isEqualTo(200);
    }

    @Test
    void whoeverComesToAPageForOthersIsToldSo() {
        String session = session(Role.TELLER);
        assertThat(page(session, "/home").header("Location")).isEqualTo("/teller");
        Answer notTheirs = page(session, "/operate");
        assertThat(notTheirs.status()).isEqualTo(403);
        assertThat(notTheirs.response().body()).contains("none of your roles shows it");
    }

    /** Nobody who looks for somebody does so twice a second. */
    @Test
    void aSessionThatSearchesWithoutEndIsHeldBackAndNoOther() {
        String session = session(Role.SUPPORT);
        Answer last = null;
        for (int i = 0; i < 121; i++) {
            last = form("/support", "q=a", "Cookie", session, "Sec-Fetch-Site", "same-origin");
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.response().body()).contains("Wait a minute");
        Answer asProgram = page(session, "/v1/transactions?q=a");
        assertThat(asProgram.status()).isEqualTo(429);
        assertThat(asProgram.header("Retry-After")).isEqualTo("60");
        assertThat(page(session, "/support").status()).isEqualTo(200);
        String other = session(Role.SUPPORT, "own"); // or its token is the same, within a second
        assertThat(page(other, "/v1/transactions?q=a").status()).isEqualTo(200);
    }

    @Test
    void aSessionIsAsGoodAsItsToken() {
        String session = session(Role.CUSTOMER, "own");
        assertThat(page(session, "/v1/accounts/own").status()).isEqualTo(200);
        assertThat(page(session, "/v1/accounts/other").status()).isEqualTo(403);
        assertThat(page(session, "/operate").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site,cross-site,403",
        "Sec-Fetch-Site,same-site,403",
        "Sec-Fetch-Site,same-origin,303",
        "Origin,https://evil.example,403",
        "Origin,null,403",
        "X-Nothing,to say,403"
    })
    void anotherSiteCannotMakeABrowserDoAnything(String header, String value, int status) {
        service.deposit("own", "10.00");
        String session = session(Role.CUSTOMER, "own");
        long before = service.head();
        Answer answer =
                form("/me/pay", "from=own&to=other&amount=1.00", "Cookie", session, header, value);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(service.head() > before).isEqualTo(status == 303);
    }

    @Test
    void theSameOriginIsTakenFromTheOlderHeaderToo() {
        service.deposit("own", "10.00");
        Answer answer =
                form(
                        "/me/pay",
                        "from=own&to=other&amount=1.00",
                        "Cookie",
                        session(Role.CUSTOMER, "own"),
                        "Origin",
                        service.server.address().toString());
        assertThat(answer.status()).isEqualTo(303);
    }

    @Test
    void aBrowserSeesWhatItHasWrittenWithoutAskingForIt() {
        service.deposit("own", "10.00");
        String session = session(Role.CUSTOMER, "own");
        Answer paid =
                form(
                        "/me/pay",
                        "from=own&to=other&amount=1.00",
                        "Cookie",
                        session,
                        "Sec-Fetch-Site",
                        "same-origin");
        String position = cookie(paid, "daybook-position");
        assertThat(position).isEqualTo("daybook-position=" + paid.position());
        Answer account = page(session + "; " + position, "/v1/accounts/own");
        assertThat(account.position()).isGreaterThanOrEqualTo(paid.position());
        Answer ahead = page(session + "; daybook-position=999999", "/v1/accounts/own");
        assertThat(ahead.slug()).isEqualTo("view-behind");
        Answer shown = page(session + "; daybook-position=999999", "/me/accounts/own");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.response().body()).contains("may not show your latest change");
    }

    @Test
    void theSameFormSentTwicePaysOnce() {
        service.deposit("own", "10.00");
        String session = session(Role.CUSTOMER, "own");
        String body = "key=form-1&from=own&to=other&amount=1.00";
        Answer first = form("/me/pay", body, "Cookie", session, "Sec-Fetch-Site", "same-origin");
        long head = service.head();
        Answer second = form("/me/pay", body, "Cookie", session, "Sec-Fetch-Site", "same-origin");
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(service.head()).isEqualTo(head);
    }

    /** What a slow connection has to carry before the first page is there. */
    @Test
    void theFirstPageIsSmallAndWhatItNeedsIsKept() {
        String session = session(Role.CUSTOMER, "own");
        int bytes = 0;
        Answer first = zipped(session, "/me");
        bytes += first.response().body().length();
        Matcher asset =
                Pattern.compile("/assets/[^\"]+").matcher(page(session, "/me").response().body());
        int assets = 0;
        while (asset.find()) {
            Answer answer = zipped(session, asset.group());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Cache-Control")).isEqualTo("max-age=31536000");
            bytes += answer.response().body().length();
            assets++;
        }
        assertThat(assets).isGreaterThanOrEqualTo(3);
        assertThat(bytes).isLessThan(60_000);
    }

    /** A byte comes as a character. */
    private Answer zipped(String session, String path) {
        try {
            var response =
                    service.http.send(
                            service.request("", path)
                                    .header("Cookie", session)
                                    .header("Accept-Encoding", "gzip")
                                    .GET()
                                    .build(),
                            BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
            return new Answer(response.statusCode(), response);
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void signingOutEndsTheSessionInTheBrowser() {
        Answer out =
                form(
                        "/sign-out",
                        "",
                        "Cookie",
                        session(Role.OPERATOR),
                        "Sec-Fetch-Site",
                        "same-origin");
        assertThat(out.status()).isEqualTo(303);
        assertThat(out.response().headers().allValues("Set-Cookie"))
                .anySatisfy(each ->
                        assertThat(each).startsWith("daybook-session=;").contains("Max-Age=0"));
    }
}
