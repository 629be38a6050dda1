package dev.daybook.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.server.problem.ProblemException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cursor is what was given out, or a problem. */
class CursorTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4_711, 999_999_999_999_999_999L})
    void aCursorLeadsBackToItsPosition(long position) {
        assertThat(Cursor.position(Cursor.of(position))).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%%%", "cDk5OTk5OTk5OTk5OTk5OTk5OTk5", "ü", "cC0x"})
    void anythingElseIsAProblem(String text) {
        assertThatThrownBy(() -> Cursor.position(text)).isInstanceOf(ProblemException.class);
    }
}
