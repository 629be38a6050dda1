package dev.daybook.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import dev.daybook.testkit.Bank;
import dev.daybook.testkit.OnDaybook;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The console, as people use it: in a real browser. */
@ExtendWith(OnDaybook.class)
class ConsoleIT {

    /** Pictures of every page, to be looked at. */
    private static final Path PICTURES = Path.of("target/console");

    private static Chromium chromium;

    private final Bank bank;

    ConsoleIT(Bank bank) {
        this.bank = bank;
    }

    @BeforeAll
    static void launch() {
        chromium = Chromium.launch();
        assumeTrue(
                chromium != null,
                "SKIPPED: no Chromium is installed, so the console was not tested in a browser.");
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    private BrowserContext context(boolean scripts, ColorScheme colours) {
        return chromium.browser()
                .newContext(
                        new Browser.NewContextOptions()
                                .setBaseURL(bank.process().url().toString())
                                .setLocale("en-GB")
                                .setJavaScriptEnabled(scripts)
                                .setColorScheme(colours)
                                .setViewportSize(1100, 800));
    }

    private static void signIn(Page page, String token) {
        page.navigate("/sign-in");
        page.getByLabel("Token").fill(token);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
    }

    private String customer(String... accounts) {
        return bank.process().tokens().customer("Ada " + accounts[0], accounts);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCustomerPaysSomeoneAndSeesIt(boolean scripts) {
        String from = bank.accountWith("500.00");
        String to = bank.accountWith("1.00");
        try (BrowserContext context = context(scripts, ColorScheme.LIGHT)) {
            Page page = context.newPage();
            signIn(page, customer(from));
            assertThat(page.getByRole(AriaRole.HEADING, named("My accounts"))).isVisible();
            assertThat(page.getByText("€500.00").first()).isVisible();

            page.getByRole(AriaRole.LINK, exactlyNamed("Pay someone")).click();
            page.getByLabel("To account").fill(to);
            page.getByLabel("Amount").fill("12,50");
            page.getByLabel("What for").fill("Concert tickets");
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Pay")).click();

            assertThat(page.getByText("Recorded", exactly())).isVisible();
            page.getByRole(AriaRole.LINK, exactlyNamed("My accounts")).first().click();
            assertThat(page.getByText("€487.50").first()).isVisible();
            page.getByRole(AriaRole.LINK, exactlyNamed(from)).click();
            Locator row =
                    page.getByRole(AriaRole.ROW)
                            .filter(new Locator.FilterOptions().setHasText("Concert tickets"));
            assertThat(row).containsText("-€12.50");
            assertThat(row).containsText(to);
        }
        assertThat(bank.balance(to)).isEqualTo("13.50");
    }

    @Test
    void aPaymentThatIsRefusedSaysWhyAndKeepsWhatWasFilledIn() {
        String from = bank.accountWith("5.00");
        String to = bank.account();
        try (BrowserContext context = context(true, ColorScheme.LIGHT)) {
            Page page = context.newPage();
            signIn(page, customer(from));
            page.navigate("/me/pay");
            page.getByLabel("To account").fill(to);
            page.getByLabel("Amount").fill("12.50");
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Pay")).click();

            Locator alert = page.getByRole(AriaRole.ALERT);
            assertThat(alert).containsText("Nothing has moved.");
            assertThat(alert).isFocused();
            assertThat(page.getByLabel("Amount")).hasValue("12.50");

            page.getByLabel("Amount").fill("4.00");
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Pay")).click();
            assertThat(page.getByText("Recorded", exactly())).isVisible();
        }
        assertThat(bank.balance(from)).isEqualTo("1.00");
    }

    @Test
    void aCheckIsShownBesideTheBalanceUntilItClears() {
        String account = bank.accountWith("10.00");
        try (BrowserContext context = context(true, ColorScheme.LIGHT)) {
            Page page = context.newPage();
            signIn(page, customer(account));
            page.navigate("/me/check");
            page.getByLabel("Amount").fill("80.00");
            page.getByLabel("Who it is from").fill("Aunt May");
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Deposit")).click();
            assertThat(page.getByText("Recorded", exactly())).isVisible();

            page.navigate("/me/accounts/" + account);
            assertThat(page.locator("dl.balance .first dd")).hasText("€10.00");
            assertThat(page.getByText("Aunt May")).isVisible();
            assertThat(page.getByText("+€80.00")).isVisible();

            String credit = bank.show(account).path("pendingCredits").path(0).path("id").asString();
            bank.api().post("/v1/pending-credits/" + credit + "/clear", Bank.because()).expect(201);
            page.reload();
            assertThat(page.locator("dl.balance .first dd")).hasText("€90.00");
        }
    }

    /** What happens after a page was made and before it listens is heard too. */
    @Test
    void aPageListensFromWhereItEnds() {
        String account = bank.accountWith("10.00");
        try (BrowserContext context = context(true, ColorScheme.LIGHT)) {
            Page page = context.newPage();
            signIn(page, customer(account));
            page.route(
                    "**/stream*",
                    route -> {
                        bank.deposit(account, "5.00");
                        route.resume();
                    });
            page.navigate("/me/accounts/" + account);
            assertThat(page.locator("dl.balance .first dd")).hasText("€15.00");
        }
    }

    @Test
    void thePaymentFormWorksWithTheKeyboardAlone() {
        String from = bank.accountWith("50.00");
        String to = bank.account();
        try (BrowserContext context = context(true, ColorScheme.LIGHT)) {
            Page page = context.newPage();
            signIn(page, customer(from));
            page.navigate("/me/pay");
            page.keyboard().press("Tab");
            assertThat(page.getByText("Skip to the content")).isFocused();
            page.keyboard().press("Enter");
            page.keyboard().press("Tab");
            assertThat(page.getByLabel("From")).isFocused();
            page.keyboard().press("Tab");
            page.keyboard().type(to);
            page.keyboard().press("Tab");
            page.keyboard().type("20");
            page.keyboard().press("Tab");
            page.keyboard().type("Rent");
            page.keyboard().press("Enter");
            assertThat(page.getByText("Recorded", exactly())).isVisible();
        }
        assertThat(bank.balance(to)).isEqualTo("20.00");
    }

    @Test
    void anOperatorSeesTheBookAndItsViews() {
        bank.accountWith("1.00");
        try (BrowserContext context = context(false, ColorScheme.LIGHT)) {
            Page page = context.newPage();
            signIn(page, bank.process().tokens().of("Oscar", "operator"));
            assertThat(page.getByRole(AriaRole.HEADING, named("Operation"))).isVisible();
            assertThat(page.getByRole(AriaRole.ROWHEADER).first()).isVisible();
            assertThat(page.getByText("€0.00").first()).isVisible();
        }
    }

    @Test
    void whatIsNotOnesOwnIsNotShown() {
        String own = bank.account();
        String other = bank.accountWith("77.00");
        try (BrowserContext context = context(false, ColorScheme.LIGHT)) {
            Page page = context.newPage();
            signIn(page, customer(own));
            page.navigate("/me/accounts/" + other);
            assertThat(page.getByText("This is not one of your own accounts.")).isVisible();
            assertThat(page.content()).doesNotContain("77.00");
            page.navigate("/operate");
            assertThat(page.content()).doesNotContain("Events recorded");
        }
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
        ColorScheme colours = ColorScheme.valueOf(theme.toUpperCase(Locale.ROOT));
        try (BrowserContext context = context(true, colours)) {
            Page page = context.newPage();
            page.navigate("/sign-in");
            look(page, "sign-in", theme);
            signIn(page, customer(account, other));
            for (String path : List.of("/me", "/me/accounts/" + account, "/me/pay", "/me/check")) {
                page.navigate(path);
                look(page, path.replace("/" + account, "").substring(1).replace('/', '-'), theme);
            }
            page.getByLabel("Amount").fill("80.00");
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Deposit")).click();
            look(page, "payment", theme);
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Sign out")).click();
            signIn(page, bank.process().tokens().of("Oscar", "operator"));
            look(page, "operate", theme);
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Sign out")).click();
            signIn(page, bank.process().tokens().of("Sue", "support"));
            page.getByLabel("Find anything").fill("Owner of " + account);
            page.keyboard().press("Enter");
            look(page, "support", theme);
            page.navigate("/support/accounts/" + account);
            look(page, "support-account", theme);
            page.getByText("Transfer").click();
            look(page, "support-command", theme);
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Sign out")).click();
            signIn(page, bank.process().tokens().of("Audrey", "auditor"));
            look(page, "audit", theme);
            page.navigate("/audit/accounts/" + account);
            look(page, "audit-account", theme);
            page.navigate("/audit/accounts/" + account + "/then");
            look(page, "audit-then", theme);
            page.navigate("/events?entity=account:" + account);
            look(page, "events", theme);
            page.getByRole(AriaRole.TABLE).getByRole(AriaRole.LINK).first().click();
            look(page, "event", theme);
        }
    }

    @Test
    void supportFindsSomebodyByNameAndSeesWhetherItIsADelay() {
        String account = bank.accountWith("40.00");
        bank.transfer(account, bank.account(), "2.00");
        try (BrowserContext context = context(false, ColorScheme.LIGHT)) {
            Page page = context.newPage();
            signIn(page, bank.process().tokens().of("Sue", "support"));
            page.getByLabel("Find anything").fill("Owner of " + account);
            page.keyboard().press("Enter");
            assertThat(page).hasURL(bank.process().url() + "/support");
            page.getByRole(AriaRole.LINK, exactlyNamed(account)).click();
            assertThat(page.getByText("The customer sees what is true.")).isVisible();
            page.getByRole(AriaRole.LINK, exactlyNamed("Transfer")).click();
            assertThat(page.getByText("On time", exactly())).isVisible();
            assertThat(page.getByText("What to tell the customer")).isVisible();
        }
    }

    @Test
    void anAuditorSeesWhoDidWhatAndTheAccountAtAnyMoment() {
        String account = bank.accountWith("40.00");
        bank.withdraw(account, "15.00");
        try (BrowserContext context = context(true, ColorScheme.LIGHT)) {
            Page page = context.newPage();
            signIn(page, bank.process().tokens().of("Audrey", "auditor"));
            page.getByLabel("Account", new Page.GetByLabelOptions().setExact(true)).fill(account);
            page.keyboard().press("Enter");
            Locator debited =
                    page.locator("li")
                            .filter(
                                    new Locator.FilterOptions()
                                            .setHas(page.getByText("Debited", exactly())));
            assertThat(debited).containsText("€40.00");
            assertThat(debited).containsText("€25.00");
            assertThat(debited).containsText(Bank.REASON);

            page.getByRole(AriaRole.LINK, exactlyNamed("At any moment")).click();
            assertThat(page.locator("dl.balance .first dd")).hasText("€25.00");
            page.getByLabel("Booking day", new Page.GetByLabelOptions().setExact(true))
                    .first()
                    .fill("2020-01-01");
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Show")).click();
            assertThat(page.locator(".closing")).containsText("€0.00");
        }
    }

    @Test
    void anAccountThatIsLookedAtShowsWhatComesIn() {
        String account = bank.accountWith("40.00");
        try (BrowserContext context = context(true, ColorScheme.LIGHT)) {
            Page page = context.newPage();
            signIn(page, customer(account));
            page.navigate("/me/accounts/" + account);
            assertThat(page.locator("dl.balance .first dd")).hasText("€40.00");
            bank.deposit(account, "2.50");
            assertThat(page.locator("dl.balance .first dd")).hasText("€42.50");
            assertThat(page.locator("#said")).hasText("The account has changed.");
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
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Page.GetByRoleOptions exactlyNamed(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }
}
