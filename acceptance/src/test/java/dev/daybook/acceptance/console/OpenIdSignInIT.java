package dev.daybook.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Directories;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** People sign in where their organisation has them, at a provider that is not ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenIdSignInIT {

    private final Path home = Directories.temporary();
    private Issuer issuer;
    private DaybookProcess process;

    @BeforeAll
    void start() throws IOException {
        int port = DaybookProcess.freePort();
        Path configuration = home.resolve("daybook.yaml");
        Files.writeString(
                configuration,
                """
                issuer.uri: %s
                issuer.audience: %s
                issuer.client-id: %s
                issuer.client-secret: %s
                """
                        .formatted(
                                Issuer.uri(port), Issuer.AUDIENCE, Issuer.CLIENT, Issuer.SECRET));
        process =
                DaybookProcess.startOn(home.resolve("data"), "--config", configuration.toString());
        issuer = Issuer.start(port, process.url() + "/sign-in/back");
    }

    @AfterAll
    void stop() {
        process.close();
        issuer.close();
        Directories.delete(home);
    }

    private static void signInAt(Page page, String password) {
        page.getByLabel("Username").fill(Issuer.USER);
        page.getByLabel("Password").fill(password);
        page.keyboard().press("Enter");
    }

    @Test
    @ExtendWith(InChromium.class)
    void whoSignsInThereIsSignedInHere(Chromium chromium) {
        try (BrowserContext context = chromium.browser().newContext()) {
            Page page = context.newPage();
            page.navigate(process.url() + "/");
            Locator there =
                    page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Sign in there"));
            assertThat(there).isVisible();
            page.screenshot(
                    new Page.ScreenshotOptions()
                            .setPath(EveryPageIT.PICTURES.resolve("sign-in-at-an-issuer.png"))
                            .setFullPage(true));
            there.click();
            signInAt(page, "a guess");
            assertThat(page).hasURL(issuer.uri() + "/login?error");
            signInAt(page, Issuer.PASSWORD);
            assertThat(page).hasURL(process.url() + "/audit");
            assertThat(page.getByText("Signed in as " + Issuer.USER)).isVisible();
            Map<String, Cookie> cookies =
                    context.cookies(process.url().toString()).stream()
                            .collect(Collectors.toMap(cookie -> cookie.name, cookie -> cookie));
            assertThat(cookies.get("daybook-session").httpOnly).isTrue();
            assertThat(cookies).doesNotContainKey("daybook-sign-in");

            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Sign out")).click();
            page.navigate(process.url() + "/audit");
            assertThat(page).hasURL(process.url() + "/sign-in");
        }
    }

    @Test
    void anAnswerThatThisBrowserDidNotAskForSignsNobodyIn() {
        Api nobody = new Api(process.url(), null);
        Answer asking = nobody.get("/sign-in/issuer");
        assertThat(asking.status()).isEqualTo(303);
        assertThat(asking.header("Location"))
                .startsWith(issuer.uri() + "/oauth2/authorize?")
                .contains("code_challenge_method=S256")
                .doesNotContain(Issuer.SECRET);
        String cookie = asking.header("Set-Cookie");
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax").contains("Path=/sign-in");
        String mine = cookie.substring(0, cookie.indexOf(';'));
        String state = mine.substring(mine.indexOf('=') + 1).split("\\.")[0];
        refused(nobody.get("/sign-in/back?code=stolen&state=another", "Cookie", mine));
        refused(nobody.get("/sign-in/back?code=stolen&state=" + state));
        refused(nobody.get("/sign-in/back?code=guessed&state=" + state, "Cookie", mine));
        refused(
                nobody.get(
                        "/sign-in/back?error=access_denied%0Aforged&state=" + state,
                        "Cookie",
                        mine));
        refused(nobody.get("/sign-in/back", "Cookie", "daybook-sign-in=a.b.c"));
        assertThat(process.err() + process.out())
                .doesNotContain("\nforged")
                .doesNotContain(Issuer.SECRET);
    }

    private static void refused(Answer answer) {
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("You could not be signed in");
        assertThat(answer.header("Set-Cookie")).doesNotContain("daybook-session");
    }
}
