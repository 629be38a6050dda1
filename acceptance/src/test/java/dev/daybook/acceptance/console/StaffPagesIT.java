package dev.daybook.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.daybook.acceptance.console.Console.exactly;
import static dev.daybook.acceptance.console.Console.exactlyNamed;
import static dev.daybook.acceptance.console.Console.named;
import static dev.daybook.acceptance.console.Console.signIn;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;

import dev.daybook.acceptance.Receiver;
import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnDaybook;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What those who work for the bank do on its pages, in a real browser. */
@ExtendWith({OnDaybook.class, InChromium.class})
class StaffPagesIT {

    private final Bank bank;
    private final Console console;

    StaffPagesIT(Bank bank, Chromium chromium) {
        this.bank = bank;
        this.console = new Console(chromium, bank.process());
    }

    @Test
    void anOperatorSeesTheBookAndItsViews() {
        bank.accountWith("1.00");
        try (BrowserContext context = console.openWithoutScripts()) {
            Page page = context.newPage();
            signIn(page, console.token("Oscar", "operator"));
            assertThat(page.getByRole(AriaRole.HEADING, named("Operation"))).isVisible();
            assertThat(page.locator(".line li").filter(of("statements"))).containsText("live");
            assertThat(page.getByText("Nothing is parked.")).isVisible();
            assertThat(page.getByText("€0.00").first()).isVisible();
        }
    }

    @Test
    void anAnalystSeesWhatHappensAndWhatIsRefused() {
        String account = bank.accountWith("40.00");
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, console.token("Anna", "analyst"));
            Locator deposits =
                    page.locator(".legend li")
                            .filter(new Locator.FilterOptions().setHasText("Deposit"))
                            .first();
            assertThat(deposits).isVisible();
            String before = deposits.textContent();
            bank.deposit(account, "1.00");
            assertThat(deposits).not().hasText(before);
            bank.api()
                    .post("/v1/accounts/" + account + "/withdrawals", Bank.amount("4100.00"))
                    .expect(422);
            // Refusals are counted every five seconds.
            assertThat(page.locator(".legend li").filter(of("insufficient-funds")))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(15_000));
            page.getByText("As a table").last().click();
            assertThat(page.getByRole(AriaRole.ROW).last()).containsText("insufficient-funds");
        }
    }

    @Test
    void supportFindsSomebodyByNameAndSeesWhetherItIsADelay() {
        String account = bank.accountWith("40.00");
        bank.transfer(account, bank.account(), "2.00");
        try (BrowserContext context = console.openWithoutScripts()) {
            Page page = context.newPage();
            signIn(page, console.token("Sue", "support"));
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
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, console.token("Audrey", "auditor"));
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

    /** By the keyboard, as everybody can. */
    @Test
    void anAuditorMovesThroughTimeOnBothAxes() {
        String account = bank.account();
        depositOf(account, "40.00", "2026-02-03");
        depositOf(account, "2.00", "2026-02-04");
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, console.token("Audrey", "auditor"));
            page.navigate("/audit/accounts/" + account + "/then");
            Locator day = page.getByRole(AriaRole.SLIDER, exactlyNamed("Booking day"));
            day.press("Home");
            assertThat(page.locator(".closing")).containsText("€40.00");
            assertThat(page.locator("#on")).hasValue("2026-02-03");
            day.press("ArrowRight");
            assertThat(page.locator(".closing")).containsText("€42.00");
            Locator known = page.getByRole(AriaRole.SLIDER, exactlyNamed("As known on"));
            known.press("Home");
            assertThat(page.getByText("This account was not open yet.")).isVisible();
            known.press("End");
            assertThat(page.locator("dl.balance .first dd")).hasText("€42.00");
            assertThat(page.locator(".closing")).containsText("€42.00");
        }
    }

    @Test
    void anOperatorSeesWhatBecameOfDeliveriesAndHasThemSentAgain() {
        String account = bank.account();
        try (Receiver receiver = new Receiver();
                BrowserContext context = console.open()) {
            receiver.answer(event -> 410);
            Answer added =
                    bank.api()
                            .post(
                                    "/v1/webhooks",
                                    Json.object(
                                            "url", receiver.url(), "entity", "account:" + account))
                            .expect(201);
            receiver.expect(added.text("secret"));
            bank.deposit(account, "1.00");
            Page page = context.newPage();
            signIn(page, console.token("Oscar", "operator"));
            String shown = receiver.url().substring(0, receiver.url().indexOf('?'));
            page.getByRole(AriaRole.LINK, exactlyNamed(shown)).click();
            assertThat(page.getByText("The receiver says that it is gone.")).isVisible();
            assertThat(page.getByText("The receiver answered 410.")).isVisible();
            receiver.answer(event -> 204);
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Send now")).click();
            assertThat(page.getByText("Taken", exactly())).isVisible();
            assertThat(page.getByText("The receiver says that it is gone.")).isHidden();
            bank.api().delete("/v1/webhooks/" + added.text("id"), Json.object()).expect(204);
        }
    }

    private void depositOf(String account, String amount, String day) {
        bank.api()
                .post(
                        "/v1/accounts/" + account + "/deposits",
                        Bank.amount(amount).put("valueDate", day))
                .expect(201);
    }

    @Test
    void aTellerStopsPaymentsAtOnceAndTakesItBack() {
        String account = bank.accountWith("40.00");
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, console.token("Tom", "teller"));
            page.getByLabel("An account, or the name of its owner").fill("Owner of " + account);
            page.keyboard().press("Enter");
            page.getByRole(AriaRole.LINK, exactlyNamed(account)).click();
            Locator freeze = page.locator("#freeze");
            Route[] held = new Route[1];
            page.route("**/teller/accounts/*", route -> held[0] = route);
            freeze.getByLabel("Why").fill("A lost card");
            freeze.getByRole(AriaRole.BUTTON).click();
            assertThat(freeze).containsText("Stopped being recorded");
            assertThat(bank.show(account).path("frozen").path("debits").asBoolean()).isFalse();

            page.unroute("**/teller/accounts/*");
            held[0].resume();
            Locator undo = freeze.getByRole(AriaRole.BUTTON, button("Undo"));
            assertThat(undo).isFocused();
            assertThat(page.locator("#said")).hasText("Stopped");
            assertThat(bank.show(account).path("frozen").path("debits").asBoolean()).isTrue();
            undo.click();
            assertThat(freeze.getByRole(AriaRole.BUTTON)).hasText("Stop payments");
        }
        assertThat(bank.show(account).path("frozen").path("debits").asBoolean()).isFalse();
    }

    @Test
    void whatIsRefusedAtTheCounterIsAsItWasAndSaysWhy() {
        String account = bank.accountWith("40.00");
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, console.token("Tom", "teller"));
            page.navigate("/teller/accounts/" + account);
            // Somebody else is quicker.
            ObjectNode debits = Json.object("debits", true, "reason", Bank.REASON);
            bank.api().post("/v1/accounts/" + account + "/freeze", debits).expect(200);
            Locator freeze = page.locator("#freeze");
            freeze.getByLabel("Why").fill("A lost card");
            freeze.getByRole(AriaRole.BUTTON).click();
            assertThat(freeze.getByRole(AriaRole.ALERT)).isFocused();
            assertThat(freeze).containsText("Nothing has changed.");
            page.getByLabel("Amount").fill("41.00");
            page.getByLabel("Why").first().fill("As asked for");
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Withdraw")).click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("Nothing has changed.");
            assertThat(page.getByLabel("Amount")).hasValue("41.00");
            page.getByRole(AriaRole.BUTTON, exactlyNamed("Deposit")).click();
            assertThat(page.locator("dl.balance .first dd")).hasText("€81.00");
        }
    }

    @Test
    void anEngineerFollowsTheJournalAndComparesAnAccountWithNow() {
        String account = bank.accountWith("40.00");
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, console.token("Audrey", "auditor"));
            page.navigate("/events");
            bank.withdraw(account, "15.00");
            assertThat(page.getByRole(AriaRole.ROW).filter(of(account)).first())
                    .containsText("Debited");
            page.navigate("/audit/accounts/" + account);
            page.getByRole(AriaRole.LINK, exactlyNamed("Compare with now")).nth(1).click();
            Locator balance = page.getByRole(AriaRole.ROW).filter(of("Balance")).first();
            assertThat(balance).containsText("€40.00");
            assertThat(balance).containsText("€25.00");
            assertThat(balance).containsText("changed");
            assertThat(page.getByRole(AriaRole.ROW).filter(of("Status")))
                    .not()
                    .containsText("changed");
        }
    }

    @Test
    void anAuditorTakesTheWholeLifeAwayAndThatIsKnown() throws IOException {
        String account = bank.accountWith("40.00");
        bank.api()
                .post(
                        "/v1/accounts/" + account + "/withdrawals",
                        Json.object("amount", "1.00", "reason", "=1+1, \"quoted\""))
                .expect(201);
        try (BrowserContext context = console.open()) {
            Page page = context.newPage();
            signIn(page, console.token("Audrey " + account, "auditor"));
            page.navigate("/audit/accounts/" + account);
            Download table =
                    page.waitForDownload(() ->
                            page.getByRole(AriaRole.LINK, exactlyNamed("Export as a table"))
                                    .click());
            assertThat(table.suggestedFilename()).isEqualTo("audit-" + account + ".csv");
            List<String> rows = Files.readAllLines(table.path());
            assertThat(rows).hasSize(4);
            assertThat(rows.get(0)).startsWith("position,version,recordedAt,event,actor,");
            assertThat(rows.get(3))
                    .contains(",Debited,")
                    .contains(",\"'=1+1, \"\"quoted\"\"\",")
                    .contains(",40.00,39.00,");
            page.navigate("/audit");
            page.getByRole(AriaRole.LINK, exactlyNamed("Who looked at what")).click();
            assertThat(page.getByRole(AriaRole.ROW).filter(of("Audrey " + account)).first())
                    .containsText("Exported all of it");
            assertThat(page.getByRole(AriaRole.ROW).filter(of("Audrey " + account)).nth(1))
                    .containsText("Looked at a page of the trail");
        }
    }

    private static Locator.FilterOptions of(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static Locator.GetByRoleOptions button(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }
}
