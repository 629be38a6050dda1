package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.acceptance.History.Operation;
import dev.daybook.acceptance.History.Read;
import dev.daybook.acceptance.History.Refused;
import dev.daybook.acceptance.History.Transferred;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The checker finds what it is there to find, and nothing where nothing is. */
class StrictSerializabilityTest {

    private static final Operation OPENING = new Transferred(0, 10, null, "a", 100, 3, 0, 100);
    private static final Operation PAID = new Transferred(20, 40, "a", "b", 60, 6, 40, 60);

    private static List<String> violations(Operation... operations) {
        History history = new History();
        List.of(operations).forEach(history::add);
        return StrictSerializability.violations(history);
    }

    private static Read strong(long sent, long answered, long position, long cents) {
        return new Read(sent, answered, "a", 0, true, position, cents);
    }

    private static Read view(long sent, long answered, long atLeast, long position, long cents) {
        return new Read(sent, answered, "a", atLeast, false, position, cents);
    }

    @Test
    void aTrueHistoryIsExplained() {
        assertThat(
                        violations(
                                OPENING,
                                PAID,
                                new Refused(30, 60, "a", 41, 6),
                                strong(15, 19, 3, 100),
                                strong(25, 35, 3, 100),
                                strong(26, 37, 6, 40),
                                strong(50, 60, 6, 40),
                                view(50, 60, 0, 3, 100),
                                view(50, 60, 6, 6, 40)))
                .isEmpty();
    }

    @Test
    void whatHappensAtOnceMayHaveHappenedInEitherOrder() {
        Operation other = new Transferred(15, 50, null, "a", 1, 9, 0, 41);
        assertThat(violations(OPENING, PAID, other)).isEmpty();
        Operation before = new Transferred(15, 50, null, "a", 1, 4, 0, 101);
        Operation paid = new Transferred(20, 40, "a", "b", 60, 6, 41, 60);
        assertThat(violations(OPENING, before, paid)).isEmpty();
    }

    @Test
    void anOrderAgainstTimeIsFound() {
        assertThat(
                        violations(
                                new Transferred(0, 10, null, "a", 100, 9, 0, 101),
                                new Transferred(20, 40, null, "a", 1, 6, 0, 1)))
                .singleElement()
                .asString()
                .contains("answered before this was sent");
    }

    @Test
    void twoAtOnePositionAreFound() {
        assertThat(violations(OPENING, new Transferred(0, 10, null, "a", 1, 3, 0, 101)))
                .singleElement()
                .asString()
                .contains("Two transfers");
    }

    @Test
    void aWrongBalanceInAnAnswerIsFound() {
        assertThat(violations(OPENING, new Transferred(20, 40, "a", "b", 60, 6, 41, 60)))
                .hasSize(1);
        assertThat(violations(OPENING, new Transferred(20, 40, "a", "b", 60, 6, 40, 61)))
                .hasSize(1);
    }

    @Test
    void moneyThatWasNotThereIsFound() {
        assertThat(violations(OPENING, new Transferred(20, 40, "a", "b", 101, 6, -1, 101)))
                .hasSize(1);
    }

    @Test
    void aRefusalThoughThereWasEnoughIsFound() {
        assertThat(violations(OPENING, PAID, new Refused(30, 60, "a", 40, 6))).hasSize(1);
    }

    @Test
    void aRefusalForWhatWasTrueOnceIsFound() {
        assertThat(violations(OPENING, PAID, new Refused(50, 60, "a", 101, 3))).hasSize(1);
    }

    @Test
    void aLostTransferIsFoundInWhatComesAfterIt() {
        assertThat(violations(OPENING, strong(50, 60, 6, 40))).hasSize(1);
    }

    @Test
    void aStaleStrongReadIsFound() {
        assertThat(violations(OPENING, PAID, strong(50, 60, 6, 100))).hasSize(1);
        assertThat(violations(OPENING, PAID, strong(50, 60, 3, 100))).hasSize(1);
    }

    @Test
    void aReadOfWhatWasNotYetSentIsFound() {
        assertThat(violations(OPENING, PAID, strong(12, 19, 3, 40))).hasSize(1);
        assertThat(violations(OPENING, PAID, view(12, 19, 0, 3, 40))).hasSize(1);
    }

    @Test
    void strongReadsThatGoBackInTimeAreFound() {
        assertThat(violations(OPENING, PAID, strong(21, 25, 6, 40), strong(30, 35, 3, 100)))
                .hasSize(1);
        assertThat(violations(OPENING, PAID, strong(21, 25, 3, 100), strong(30, 35, 6, 40)))
                .isEmpty();
    }

    @Test
    void aReadThatSaysMoreThanItShowsIsFound() {
        assertThat(violations(OPENING, PAID, view(50, 60, 0, 6, 100))).hasSize(1);
        assertThat(violations(OPENING, PAID, view(50, 60, 6, 3, 40))).hasSize(1);
    }
}
