package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.OnDaybook;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.regex.Pattern;

/** The page that a browser shows first. */
@ExtendWith(OnDaybook.class)
class HomePageIT {

    private static final Pattern RESOURCE =
            Pattern.compile("(?:src|href)\\s*=\\s*[\"']([^\"']*)[\"']");
    private static final Pattern INLINE_SCRIPT =
            Pattern.compile("<script(?![^>]*\\bsrc=)[^>]*>", Pattern.CASE_INSENSITIVE);
    private static final Pattern INLINE_HANDLER =
            Pattern.compile("<[^>]*\\son[a-z]+\\s*=", Pattern.CASE_INSENSITIVE);

    private final Api nobody;

    HomePageIT(Api api) {
        this.nobody = api.with(null);
    }

    @Test
    void itIsServedToAnybody() {
        Answer page = nobody.get("/").expect(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text()).contains("<html lang=").contains("<title>").contains("Daybook");
    }

    @Test
    void itsPolicyAllowsNothingFromElsewhereAndNoInlineScript() {
        Answer page = nobody.get("/").expect(200);
        String policy = page.header("Content-Security-Policy");
        assertThat(policy)
                .contains("default-src 'self'")
                .doesNotContain("unsafe-eval")
                .doesNotContain("*");
        assertThat(policy).doesNotContainPattern("script-src[^;]*unsafe-inline");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(INLINE_SCRIPT.matcher(page.text()).find()).as("inline script").isFalse();
        assertThat(INLINE_HANDLER.matcher(page.text()).find()).as("inline handler").isFalse();
    }

    @Test
    void everythingItNeedsComesFromTheService() {
        String page = nobody.get("/").expect(200).text();
        assertThat(RESOURCE.matcher(page).results().map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(resource -> {
                    assertThat(resource).doesNotContain("//").doesNotStartWith("data:text");
                    if (resource.startsWith("/") && resource.length() > 1) {
                        assertThat(nobody.get(resource).expect(200).body()).isNotEmpty();
                    }
                });
    }

    @Test
    void aPageThatIsNotThereIsAPlainProblem() {
        assertThat(nobody.get("/nothing-here").slug()).isIn("unauthorized", "not-found");
        nobody.get("/assets/nothing-here.js").expectProblem(404, "not-found");
    }
}
