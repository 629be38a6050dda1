package dev.daybook.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.daybook.acceptance.console.Console.exactly;
import static dev.daybook.acceptance.console.Console.exactlyNamed;
import static dev.daybook.acceptance.console.Console.named;
import static dev.daybook.acceptance.console.Console.signIn;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.daybook.testkit.Bank;
import dev.daybook.testkit.OnDaybook;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

/** What a customer does on the pages, in a real browser. */
@ExtendWith({OnDaybook.class, InChromium.class})
class CustomerPagesIT {

    private final Bank bank;
    private final Console console;

    CustomerPagesIT(Bank bank, Chromium chromium) {
        this.bank = bank;
        this.console = new Console(chromium, bank.process());
    }

    private String customer(String... accounts) {
        return console.tokens().customer("Ada " + accounts[0], accounts);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCustomerPaysSomeoneAndSeesIt(boolean scripts) {
        String from = bank.accountWith("500.00");
        String to = bank.accountWith("1.00");
        try (BrowserContext context = scripts ? console.open() : console.openWithoutScripts()) {
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
        try (BrowserContext context = console.open()) {
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
        try (BrowserContext context = console.open()) {
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
        try (BrowserContext context = console.open()) {
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

    /** A page that nobody looks at asks for nothing, and is not behind when somebody does. */
    @Test
    void aPageThatComesToTheFrontAgainShowsWhatCameInMeanwhile() {
        String account = bank.accountWith("10.00");
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, customer(account));
            page.addInitScript(
                    """
                    const isHidden = () => window.isHidden ?? false;
                    Object.defineProperty(document, 'hidden', { get: isHidden });
                    window.heard = 0;
                    const Source = EventSource;
                    window.EventSource = class extends Source {
                      set onmessage(take) {
                        super.onmessage = (event) => { take(event); window.heard++; };
                      }
                    };
                    """);
            page.navigate("/me/accounts/" + account);
            assertThat(page.locator("dl.balance .first dd")).hasText("€10.00");
            page.evaluate("window.isHidden = true");
            bank.deposit(account, "5.00");
            page.waitForFunction("window.heard > 0");
            assertThat(page.locator("dl.balance .first dd")).hasText("€10.00");
            page.evaluate("window.isHidden = false");
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
            assertThat(page.locator("dl.balance .first dd")).hasText("€15.00");
        }
    }

    /** The stream ends with the token, and what was on the page leaves the screen. */
    @Test
    void aSessionThatEndsTakesWhatItShowedWithIt() {
        String account = bank.accountWith("10.00");
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(
                    page,
                    console.tokens()
                            .token(
                                    "Ada",
                                    List.of("customer"),
                                    List.of(account),
                                    Duration.ofSeconds(4)));
            page.navigate("/me/accounts/" + account);
            assertThat(page.locator("dl.balance .first dd")).hasText("€10.00");
            assertThat(page).hasURL(bank.process().url() + "/sign-in");
        }
    }

    @Test
    void thePaymentFormWorksWithTheKeyboardAlone() {
        String from = bank.accountWith("50.00");
        String to = bank.account();
        try (BrowserContext context = console.open()) {
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
    void whatIsNotOnesOwnIsNotShown() {
        String own = bank.account();
        String other = bank.accountWith("77.00");
        try (BrowserContext context = console.openWithoutScripts()) {
            Page page = context.newPage();
            signIn(page, customer(own));
            page.navigate("/me/accounts/" + other);
            assertThat(page.getByText("This is not one of your own accounts.")).isVisible();
            assertThat(page.content()).doesNotContain("77.00");
            page.navigate("/operate");
            assertThat(page.content()).doesNotContain("Events recorded");
        }
    }

    @Test
    void anAccountThatIsLookedAtShowsWhatComesIn() {
        String account = bank.accountWith("40.00");
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, customer(account));
            page.navigate("/me/accounts/" + account);
            assertThat(page.locator("dl.balance .first dd")).hasText("€40.00");
            assertThat(page.locator("#said")).isEmpty();
            bank.deposit(account, "2.50");
            assertThat(page.locator("dl.balance .first dd")).hasText("€42.50");
            // What a screen reader is told: a status, politely, and nothing before there is a
            // change.
            assertThat(page.locator("body"))
                    .matchesAriaSnapshot("- status: The account has changed.");
        }
    }
}
