package dev.daybook.server.query;

import dev.daybook.engine.journal.Journal;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Given;
import dev.daybook.server.problem.ProblemException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Instant;

/** Finds the position that a moment of the past means. */
@Component
final class Past {

    private final Bank bank;

    Past(Bank bank) {
        this.bank = bank;
    }

    /** The position that is asked for, or null when it is the present. */
    @Nullable Long position(@Nullable String asOf, @Nullable String asOfPosition) {
        if (asOf != null && asOfPosition != null) {
            throw ProblemException.validation("asOf", "Give 'asOf' or 'asOfPosition', not both.");
        }
        if (asOf != null) {
            return at(Given.instant("asOf", asOf));
        }
        return asOfPosition == null ? null : known(Given.whole("asOfPosition", asOfPosition));
    }

    /** The last position that was recorded at an instant. */
    long at(Instant instant) {
        if (instant.isAfter(Instant.now())) {
            throw ProblemException.validation(
                    "asOf", "'asOf' lies in the future; what will be known then is not known.");
        }
        return journal().positionAt(instant);
    }

    private long known(long position) {
        long head = journal().head().position();
        if (position > head) {
            throw ProblemException.validation(
                    "asOfPosition",
                    "'asOfPosition' lies beyond the end of the journal, which is at " + head + ".");
        }
        return position;
    }

    private Journal journal() {
        return bank.storage().journal();
    }
}
