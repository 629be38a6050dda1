package dev.daybook.server.http;

import static dev.daybook.fuzz.Seeds.forEachSeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.fuzz.Damage;
import dev.daybook.fuzz.Texts;
import dev.daybook.server.http.Reading.Consistency;
import dev.daybook.server.problem.ProblemException;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How fresh a read has to be is what its headers say, or a problem. */
class ReadingTest {

    @Test
    void whatTheContractNamesIsUnderstood() {
        assertThat(read("eventual").consistency()).isEqualTo(new Consistency.Eventual());
        assertThat(read("strong").consistency()).isEqualTo(new Consistency.Strong());
        assertThat(read("at-least=0").consistency()).isEqualTo(new Consistency.AtLeast(0));
        assertThat(waiting("wait=5").atMost()).hasSeconds(5);
        assertThat(waiting("respond-async, wait=7").atMost()).hasSeconds(7);
        assertThat(waiting("wait=999999999").atMost()).hasSeconds(30);
        assertThat(waiting("handling=lenient").atMost()).hasSeconds(2);
    }

    @Test
    void everyPositionIsReadAsWritten() {
        forEachSeed(
                10_000,
                random -> {
                    long position =
                            random.nextLong(1_000_000_000_000_000_000L) >> random.nextInt(60);
                    assertThat(read("at-least=" + position).consistency())
                            .isEqualTo(new Consistency.AtLeast(position));
                });
    }

    @Test
    void anythingElseIsAProblem() {
        forEachSeed(
                20_000,
                random -> {
                    List<String> good = List.of("eventual", "strong", "at-least=4711");
                    String text =
                            random.nextInt(3) == 0
                                    ? Texts.any(random, 120)
                                    : Damage.to(good.get(random.nextInt(3)), random);
                    Consistency read;
                    try {
                        read = read(text).consistency();
                    } catch (ProblemException refused) {
                        requireValidation(refused);
                        return;
                    }
                    String said = text.strip().toLowerCase(Locale.ROOT);
                    switch (read) {
                        case Consistency.Eventual _ -> assertThat(said).isIn("", "eventual");
                        case Consistency.Strong _ -> assertThat(said).isEqualTo("strong");
                        case Consistency.AtLeast(long position) ->
                                assertThat(said).matches("at-least= *0*" + position);
                    }
                });
    }

    @Test
    void aPreferenceIsAWaitOfAtMostHalfAMinuteOrAProblem() {
        forEachSeed(
                20_000,
                random -> {
                    String text =
                            random.nextBoolean()
                                    ? Texts.any(random, 100)
                                    : Damage.to("respond-async, wait=20; handling=strict", random);
                    try {
                        assertThat(waiting(text).atMost().toSeconds()).isBetween(0L, 30L);
                    } catch (ProblemException refused) {
                        requireValidation(refused);
                    }
                });
    }

    @Test
    void aHeaderThatIsSentTwiceIsAProblem() {
        assertThatThrownBy(() -> Reading.of(request("Daybook-Consistency", "strong", "eventual")))
                .isInstanceOf(ProblemException.class);
    }

    private static void requireValidation(ProblemException refused) {
        assertThat(refused.problem().slug()).isEqualTo("validation");
        assertThat(refused.problem().status()).isEqualTo(400);
    }

    private static Reading read(String consistency) {
        return Reading.of(request("Daybook-Consistency", consistency));
    }

    private static Reading waiting(String preference) {
        return Reading.of(request("Prefer", preference));
    }

    @Test
    void aBrowserReadsWhatItHasWrittenUnlessItAsksForSomethingElse() {
        Cookie session = new Cookie("daybook-session", "token");
        Cookie position = new Cookie("daybook-position", "42");
        Cookie[] both = {session, position};
        assertThat(Reading.of(request(Map.of(), both)).consistency())
                .isEqualTo(new Consistency.AtLeast(42));
        assertThat(Reading.of(request(Map.of(), position)).consistency())
                .isEqualTo(new Consistency.Eventual());
        assertThat(
                        Reading.of(request(Map.of("Daybook-Consistency", List.of("strong")), both))
                                .consistency())
                .isEqualTo(new Consistency.Strong());
        assertThat(
                        Reading.of(request(Map.of("Authorization", List.of("Bearer x")), both))
                                .consistency())
                .isEqualTo(new Consistency.Eventual());
    }

    private static HttpServletRequest request(String name, String... values) {
        return request(Map.of(name, List.of(values)));
    }

    /** A request that knows its headers and cookies, and nothing else. */
    private static HttpServletRequest request(
            Map<String, List<String>> headers, Cookie... cookies) {
        return (HttpServletRequest)
                Proxy.newProxyInstance(
                        ReadingTest.class.getClassLoader(),
                        new Class<?>[] {HttpServletRequest.class},
                        (_, method, arguments) ->
                                switch (method.getName()) {
                                    case "getHeaders" ->
                                            Collections.enumeration(
                                                    headers.getOrDefault(
                                                            (String) arguments[0], List.of()));
                                    case "getHeader" ->
                                            headers
                                                    .getOrDefault((String) arguments[0], List.of())
                                                    .stream()
                                                    .findFirst()
                                                    .orElse(null);
                                    case "getCookies" -> cookies;
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
    }
}
