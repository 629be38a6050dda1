package dev.daybook.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.server.problem.ProblemException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from outside is read as the contract has it, or refused by the name of its field. */
class GivenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1e3",
                "+1",
                "1,5",
                "0x10",
                "NaN",
                "--1",
                "1.",
                ".5",
                "١",
                "1234567890123456",
                "1\u0000"
            })
    void whatIsNotAnAmountIsRefused(String text) {
        assertThatThrownBy(() -> Given.amount("amount", text))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem ->
                                assertThat(problem.problem().figures())
                                        .containsEntry("field", "amount"));
    }

    @Test
    void amountsAreExact() {
        assertThat(Given.amount("amount", "12.34")).isEqualByComparingTo("12.34");
        assertThat(Given.amount("amount", "-0.10")).isEqualByComparingTo("-0.10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-30",
                "2026-7-1",
                "+12026-01-01",
                "0000-01-01",
                "today",
                "20260101",
                "2026-01-01T00:00:00Z"
            })
    void whatIsNotADayIsRefused(String text) {
        assertThatThrownBy(() -> Given.date("on", text)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-07-15", "+1000000000-12-31T23:59:59Z", "now", "1500-01-01T00:00:00Z"})
    void whatIsNotATimeIsRefused(String text) {
        assertThatThrownBy(() -> Given.instant("asOf", text)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "\u0007", "\ud800", "x\udc00y", "a\nb"})
    void whatCannotBePrintedIsRefused(String text) {
        assertThatThrownBy(() -> Given.text("reason", text, 500))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void ordinaryTextsOfAnyLanguagePass() {
        assertThat(Given.text("reason", "Žluťoučký 🐎 – ٣", 500)).isEqualTo("Žluťoučký 🐎 – ٣");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "x", "1.5", "99999999999999999999"})
    void pagesAreBounded(String text) {
        assertThatThrownBy(() -> Given.limit(text, 50, 1_000)).isInstanceOf(ProblemException.class);
    }
}
