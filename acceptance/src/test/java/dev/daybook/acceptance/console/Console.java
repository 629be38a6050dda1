package dev.daybook.acceptance.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Tokens;

/** The console of a running service, opened in browsers of which each is a person's own. */
record Console(Chromium chromium, DaybookProcess process) {

    BrowserContext open() {
        return open(true, ColorScheme.LIGHT);
    }

    BrowserContext open(ColorScheme colours) {
        return open(true, colours);
    }

    BrowserContext openWithoutScripts() {
        return open(false, ColorScheme.LIGHT);
    }

    private BrowserContext open(boolean scripts, ColorScheme colours) {
        return chromium.browser()
                .newContext(
                        new Browser.NewContextOptions()
                                .setBaseURL(process.url().toString())
                                .setLocale("en-GB")
                                .setJavaScriptEnabled(scripts)
                                .setColorScheme(colours)
                                .setViewportSize(1100, 800));
    }

    Tokens tokens() {
        return process.tokens();
    }

    String token(String actor, String roles) {
        return tokens().of(actor, roles);
    }

    static void signIn(Page page, String token) {
        page.navigate("/sign-in");
        page.getByLabel("Token").fill(token);
        page.getByRole(AriaRole.BUTTON, exactlyNamed("Sign in")).click();
    }

    static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    static Page.GetByRoleOptions exactlyNamed(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }
}
