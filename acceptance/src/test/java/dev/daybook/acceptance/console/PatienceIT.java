package dev.daybook.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.daybook.acceptance.console.Console.exactly;
import static dev.daybook.acceptance.console.Console.exactlyNamed;
import static dev.daybook.acceptance.console.Console.signIn;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;

import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnDaybook;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * What whoever pays is shown while the network is slow, while there is none, and while a view
 * stands still: never anything false, and always what goes on.
 */
@ExtendWith({OnDaybook.class, InChromium.class})
class PatienceIT {

    private static final int LATENCY_MILLIS = 400;
    private static final int BYTES_A_SECOND = 50_000;
    private static final int PAGE_BYTES_MAX = 20_000;
    private static final Set<String> LATER = Set.of("Fetch", "EventSource");

    private final Bank bank;
    private final Console console;

    PatienceIT(Bank bank, Chromium chromium) {
        this.bank = bank;
        this.console = new Console(chromium, bank.process());
    }

    private String customer(String account) {
        return console.tokens().customer("Ada " + account, account);
    }

    private static void fillIn(Page page, String to, String amount) {
        page.navigate("/me/pay");
        page.getByLabel("To account").fill(to);
        page.getByLabel("Amount").fill(amount);
    }

    private static Locator pay(Page page) {
        return page.getByRole(AriaRole.BUTTON, exactlyNamed("Pay"));
    }

    /** The server gets what is sent first, and nobody its answer; how often it was sent. */
    private static AtomicInteger loseTheFirstAnswer(Page page) {
        AtomicInteger sent = new AtomicInteger();
        page.route(
                "**/me/pay",
                route -> {
                    if (sent.getAndIncrement() == 0) {
                        route.fetch();
                        route.abort();
                    } else {
                        route.resume();
                    }
                });
        return sent;
    }

    @Test
    void onASlowNetworkAPaymentIsMadeOnceAndTheWaitIsShown() {
        String from = bank.accountWith("50.00");
        String to = bank.account();
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, customer(from));
            fillIn(page, to, "12.00");
            CDPSession network = context.newCDPSession(page);
            network.send("Network.enable");
            network.send("Network.emulateNetworkConditions", slow());
            pay(page).click();
            Locator waiting = page.locator("sent-once wait-part");
            assertThat(waiting).hasAttribute("state", "skeleton");
            assertThat(pay(page)).hasAttribute("aria-disabled", "true");
            pay(page).dispatchEvent("click"); // as who is impatient does
            assertThat(page.getByText("Recorded", exactly())).isVisible();
            assertThat(page).hasURL(Pattern.compile(".*/me/payments/.*"));
            page.getByRole(AriaRole.LINK, exactlyNamed("My accounts")).first().click();
            assertThat(page.getByText("€38.00").first()).isVisible();
        }
        assertThat(bank.balance(to)).isEqualTo("12.00");
    }

    @Test
    void whatTakesLongIsSaidInWords() {
        String from = bank.accountWith("50.00");
        String to = bank.account();
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, customer(from));
            fillIn(page, to, "12.00");
            Route[] held = new Route[1];
            page.route("**/me/pay", route -> held[0] = route);
            pay(page).click();
            Locator waiting = page.locator("sent-once wait-part");
            assertThat(waiting).hasAttribute("state", "words");
            assertThat(waiting.getByRole(AriaRole.PARAGRAPH)).isVisible();
            assertThat(page.locator("#said")).containsText("It is on its way");
            held[0].resume();
            assertThat(page.getByText("Recorded", exactly())).isVisible();
            assertThat(page.locator("main")).isFocused();
        }
        assertThat(bank.balance(to)).isEqualTo("12.00");
    }

    /** As a proxy does while the service starts again, or the service when there are too many. */
    @Test
    void aStreamThatWasRefusedIsAskedForAgain() {
        String account = bank.accountWith("10.00");
        AtomicInteger asked = new AtomicInteger();
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, console.tokens().customer("Ada", account));
            page.route(
                    "**/stream*",
                    route -> {
                        if (asked.incrementAndGet() == 1) {
                            bank.deposit(account, "5.00");
                            route.fulfill(new Route.FulfillOptions().setStatus(503));
                        } else {
                            route.resume();
                        }
                    });
            page.navigate("/me/accounts/" + account);
            assertThat(page.locator("dl.balance .first dd")).hasText("€15.00");
            page.waitForCondition(() -> asked.get() > 1);
            bank.deposit(account, "1.00");
            assertThat(page.locator("dl.balance .first dd")).hasText("€16.00");
        }
    }

    /** The first was received and its answer lost, which nobody but the server can know. */
    @Test
    void aPaymentWithoutAnAnswerIsSentAgainAndDoneOnce() {
        String from = bank.accountWith("50.00");
        String to = bank.account();
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, customer(from));
            fillIn(page, to, "12.00");
            AtomicInteger sent = loseTheFirstAnswer(page);
            pay(page).click();
            Locator away = page.getByRole(AriaRole.ALERT);
            assertThat(away).containsText("There was no answer.");
            assertThat(away).isFocused();
            assertThat(page.getByLabel("Amount")).hasValue("12.00");
            pay(page).click();
            assertThat(page.getByText("Recorded", exactly())).isVisible();
            assertThat(sent).hasValue(2);
        }
        assertThat(bank.balance(to)).isEqualTo("12.00");
    }

    /** Who changes the amount before sending again is not told that nothing has moved. */
    @Test
    void aPaymentThatWasChangedAfterALostAnswerIsNotMadeAndTheFirstNotDenied() {
        String from = bank.accountWith("50.00");
        String to = bank.account();
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, customer(from));
            fillIn(page, to, "12.00");
            loseTheFirstAnswer(page);
            pay(page).click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("There was no answer.");
            page.getByLabel("Amount").fill("15.00");
            pay(page).click();
            Locator alert = page.getByRole(AriaRole.ALERT).first();
            assertThat(alert).containsText("received before, with other values");
            assertThat(alert).not().containsText("Nothing has moved");
        }
        assertThat(bank.balance(to)).isEqualTo("12.00");
    }

    @Test
    void whileAViewStandsStillWhatIsRecordedIsShownBesideTheBalance() {
        String from = bank.accountWith("50.00");
        String to = bank.account();
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, customer(from));
            fillIn(page, to, "12.00");
            bank.api().post("/v1/views/accounts/pause", Json.object()).expect(200);
            try {
                pay(page).click();
                assertThat(page.getByText("Recorded", exactly())).isVisible();
                Locator shown =
                        page.getByRole(AriaRole.LISTITEM)
                                .filter(
                                        new Locator.FilterOptions()
                                                .setHasText("Shown in the balance"));
                assertThat(shown).containsText("not yet");

                Page account = context.newPage(); // another tab, which knows of it too
                account.navigate("/me/accounts/" + from);
                Locator balance = account.locator("dl.balance .first dd");
                assertThat(balance).hasText("€50.00");
                assertThat(account.locator(".unseen dd")).hasText("-€12.00");
                assertThat(account.getByText("This may not show your latest change yet."))
                        .isVisible();
                assertThat(account.locator("data-age")).containsText("5 seconds");

                bank.api().post("/v1/views/accounts/resume", Json.object()).expect(200);
                assertThat(balance).hasText("€38.00");
                assertThat(account.locator(".unseen")).hasCount(0);
                assertThat(account.locator(".stale")).hasCount(0);
                assertThat(account.locator("#said")).hasText("The account has changed.");
                assertThat(shown).not().containsText("not yet");
            } finally {
                bank.api().post("/v1/views/accounts/resume", Json.object()).expect(200);
            }
        }
    }

    @Test
    void withoutScriptsTooNothingFalseIsShownWhileAViewStandsStill() {
        String from = bank.accountWith("50.00");
        String to = bank.account();
        try (BrowserContext context = console.openWithoutScripts()) {
            Page page = context.newPage();
            signIn(page, customer(from));
            fillIn(page, to, "12.00");
            bank.api().post("/v1/views/accounts/pause", Json.object()).expect(200);
            try {
                pay(page).click();
                assertThat(page.getByText("Recorded", exactly())).isVisible();
                page.navigate("/me");
                assertThat(page.getByText("€50.00").first()).isVisible();
                assertThat(page.locator(".unseen dd")).hasText("-€12.00");
                assertThat(page.locator(".stale")).isVisible();
            } finally {
                bank.api().post("/v1/views/accounts/resume", Json.object()).expect(200);
            }
        }
    }

    /**
     * What is kept by the browser is not fetched again, so that a page is its own document and
     * nothing else: at 400 ms for a round trip and 50 kB/s, 20 kB are there within 0.8 s.
     */
    @Test
    void afterSigningInAPageIsOneDocumentAndFewBytes() {
        String account = bank.accountWith("50.00");
        for (int i = 0; i < 30; i++) {
            bank.deposit(account, "1.00");
        }
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, customer(account));
            measure(context, page, "/me", "/me/accounts/" + account, "/me/pay", "/me/check");
        }
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, console.token("Adam", "admin"));
            measure(
                    context,
                    page,
                    "/support/accounts/" + account,
                    "/teller/accounts/" + account,
                    "/audit/accounts/" + account,
                    "/audit/accounts/" + account + "/then",
                    "/events",
                    "/operate",
                    "/activity");
        }
    }

    private static void measure(BrowserContext context, Page page, String... paths) {
        CDPSession network = context.newCDPSession(page);
        network.send("Network.enable");
        network.send("Network.emulateNetworkConditions", slow());
        // What the page itself asks for; what its parts ask for later does not keep it.
        Set<String> asked = new HashSet<>();
        List<Integer> fetched = new ArrayList<>();
        network.on(
                "Network.requestWillBeSent",
                event -> {
                    if (!LATER.contains(event.get("type").getAsString())) {
                        asked.add(event.get("requestId").getAsString());
                    }
                });
        network.on(
                "Network.loadingFinished",
                event -> {
                    int bytes = event.get("encodedDataLength").getAsInt();
                    // Nothing is what comes out of the browser's memory.
                    if (bytes > 0 && asked.contains(event.get("requestId").getAsString())) {
                        fetched.add(bytes);
                    }
                });
        for (String path : paths) {
            page.navigate(path);
            asked.clear();
            fetched.clear();
            page.reload();
            Object interactive =
                    page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive");
            int bytes = fetched.stream().mapToInt(Integer::intValue).sum();
            System.out.printf(
                    "PatienceIT: %s has %d bytes, interactive after %s ms at %d ms and %d B/s%n",
                    path.replaceAll("acc-[^/]*", "…"),
                    bytes,
                    interactive,
                    LATENCY_MILLIS,
                    BYTES_A_SECOND);
            assertThat(fetched).as("requests of " + path).hasSize(1);
            assertThat(bytes).as("bytes of " + path).isLessThan(PAGE_BYTES_MAX);
        }
        network.detach();
    }

    private static JsonObject slow() {
        JsonObject slow = new JsonObject();
        slow.addProperty("offline", false);
        slow.addProperty("latency", LATENCY_MILLIS);
        slow.addProperty("downloadThroughput", BYTES_A_SECOND);
        slow.addProperty("uploadThroughput", BYTES_A_SECOND);
        return slow;
    }
}
