package dev.daybook.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.daybook.acceptance.console.Console.exactlyNamed;
import static dev.daybook.acceptance.console.Console.named;
import static dev.daybook.acceptance.console.Console.signIn;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnDaybook;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Every page in both themes: pictures to be looked at, and an automatic check of accessibility. */
@ExtendWith({OnDaybook.class, InChromium.class})
class EveryPageIT {

    /** Pictures of every page, to be looked at. */
    static final Path PICTURES = Path.of("target/console");

    private static final int WIDTH = 1100;
    private static final int PHONE_WIDTH = 390;

    private final Bank bank;
    private final Console console;

    EveryPageIT(Bank bank, Chromium chromium) {
        this.bank = bank;
        this.console = new Console(chromium, bank.process());
    }

    private String customer(String... accounts) {
        return console.tokens().customer("Ada " + accounts[0], accounts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyPageIsAccessible(String theme) {
        String account = bank.accountWith("1234.56");
        String other = bank.account();
        bank.transfer(account, other, "34.56");
        bank.hold(account, "20.00");
        bank.api()
                .post("/v1/accounts/" + account + "/pending-credits", Bank.amount("15.00"))
                .expect(201);
        bank.api()
                .post(
                        "/v1/webhooks",
                        Json.object(
                                "url", "http://127.0.0.1:1/hook", "entity", "account:" + account))
                .expect(201);
        bank.deposit(account, "1.00");
        ColorScheme colours = ColorScheme.valueOf(theme.toUpperCase(Locale.ROOT));
        try (BrowserContext context = console.open(colours)) {
            Page page = context.newPage();
            page.navigate("/sign-in");
            look(page, "sign-in", theme);
            page.navigate("/parts");
            look(page, "parts", theme);
            signIn(page, customer(account, other));
            for (String path : List.of("/me", "/me/accounts/" + account, "/me/pay", "/me/check")) {
                page.navigate(path);
                look(page, path.replace("/" + account, "").substring(1).replace('/', '-'), theme);
            }
            page.navigate("/me/accounts/nobody");
            look(page, "problem", theme);
            page.navigate("/me/check");
            page.getByLabel("Amount").fill("80.00");
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Deposit")).click();
            look(page, "payment", theme);
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Sign out")).click();
            signIn(page, console.token("Oscar", "operator"));
            look(page, "operate", theme);
            page.getByRole(AriaRole.LINK, named("http://127.0.0.1:1/hook")).first().click();
            assertThat(page.locator("tbody tr").first()).isVisible();
            look(page, "operate-webhook", theme);
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Sign out")).click();
            signIn(page, console.token("Sue", "support"));
            page.getByLabel("Find anything").fill("Owner of " + account);
            page.keyboard().press("Enter");
            look(page, "support", theme);
            page.navigate("/support/accounts/" + account);
            look(page, "support-account", theme);
            page.getByText("Transfer").click();
            look(page, "support-command", theme);
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Sign out")).click();
            signIn(page, console.token("Audrey", "auditor"));
            look(page, "audit", theme);
            page.navigate("/audit/accounts/" + account);
            look(page, "audit-account", theme);
            page.navigate("/audit/accounts/" + account + "/then");
            look(page, "audit-then", theme);
            page.navigate("/audit/accounts/" + account + "/compare?from=1");
            look(page, "audit-compare", theme);
            page.navigate("/audit/accesses");
            look(page, "audit-accesses", theme);
            page.navigate("/events?entity=account:" + account);
            look(page, "events", theme);
            page.getByRole(AriaRole.TABLE).getByRole(AriaRole.LINK).first().click();
            look(page, "event", theme);
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Sign out")).click();
            signIn(page, console.token("Anna", "analyst"));
            look(page, "activity", theme);
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Sign out")).click();
            signIn(page, console.token("Tom", "teller"));
            look(page, "teller", theme);
            page.navigate("/teller/accounts/" + account);
            look(page, "teller-account", theme);
        }
    }

    private static void look(Page page, String name, String theme) {
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .isVisible();
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name + "-" + theme + ".png"))
                        .setFullPage(true));
        assertThat(new AxeBuilder(page).analyze().getViolations())
                .extracting(rule -> rule.getId() + ": " + rule.getNodes())
                .as("accessibility of " + name + " in " + theme)
                .isEmpty();
        page.setViewportSize(PHONE_WIDTH, 800);
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name + "-" + theme + "-phone.png"))
                        .setFullPage(true));
        fits(page, name, PHONE_WIDTH);
        // As it would be in a language that is written from the right.
        page.evaluate("document.documentElement.dir = 'rtl'");
        fits(page, name + " from the right", PHONE_WIDTH);
        page.setViewportSize(WIDTH, 800);
        fits(page, name + " from the right", WIDTH);
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name + "-" + theme + "-from-the-right.png"))
                        .setFullPage(true));
        page.evaluate("document.documentElement.dir = 'ltr'");
    }

    private static void fits(Page page, String name, int width) {
        assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                .as("the width of " + name + " where there are " + width + " pixels")
                .isLessThanOrEqualTo(width);
    }
}
