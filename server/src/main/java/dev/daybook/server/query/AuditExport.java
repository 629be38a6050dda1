package dev.daybook.server.query;

import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.engine.command.Step;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.server.answer.AccountBody;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.security.Caller;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.List;

/**
 * The whole life of an account as a table, for those who go on with it elsewhere. Written while it
 * is read, however long it is.
 */
@Component
public final class AuditExport {

    private static final int STEPS = 500;

    private static final String[] HEADER = {
        "position",
        "version",
        "recordedAt",
        "event",
        "actor",
        "onBehalfOf",
        "channel",
        "reason",
        "command",
        "correlation",
        "currency",
        "balanceBefore",
        "balanceAfter",
        "availableAfter",
        "pendingAfter",
        "statusAfter"
    };

    private final Bank bank;
    private final Accesses accesses;

    AuditExport(Bank bank, Accesses accesses) {
        this.bank = bank;
        this.accesses = accesses;
    }

    /** An account's steps that are about to be written. */
    public final class Export {

        private final String id;
        private List<Step<BankingState, BankingEvent>> steps;

        private Export(String id, List<Step<BankingState, BankingEvent>> steps) {
            this.id = id;
            this.steps = steps;
        }

        /** Writes all of them, in CSV as RFC 4180 has it. */
        public void write(Appendable out) throws IOException {
            CSVPrinter csv = CSVFormat.RFC4180.builder().setHeader(HEADER).get().print(out);
            while (!steps.isEmpty()) {
                for (Step<BankingState, BankingEvent> step : steps) {
                    csv.printRecord(row(id, step));
                }
                long last = steps.getLast().recorded().position();
                steps = bank.book().history().steps(Accounts.entity(id), last, STEPS);
            }
            csv.flush();
        }
    }

    /**
     * Notes who exports, and finds the account.
     *
     * @throws ProblemException when there is none
     */
    public Export of(String id, Caller caller) {
        EntityId entity = Accounts.entity(id);
        List<Step<BankingState, BankingEvent>> first =
                bank.book().history().steps(entity, 0, STEPS);
        if (first.isEmpty()) {
            throw ProblemException.notFound("There is no account '" + id + "'.");
        }
        accesses.note(caller, Accesses.What.EXPORT, id);
        return new Export(id, first);
    }

    private static @Nullable Object[] row(String id, Step<BankingState, BankingEvent> step) {
        RecordedEvent recorded = step.recorded();
        Provenance by = recorded.provenance();
        BankingState before = step.before();
        AccountBody after = AccountBody.of(id, step.after(), recorded.version());
        return new @Nullable Object[] {
            recorded.position(),
            recorded.version(),
            recorded.recordedAt(),
            recorded.type(),
            text(by.actor()),
            text(by.onBehalfOf()),
            text(by.channel()),
            text(by.reason()),
            recorded.command(),
            text(by.correlation()),
            after.currency(),
            before == null ? null : AccountBody.of(id, before, recorded.version() - 1).balance(),
            after.balance(),
            after.available(),
            after.pending(),
            after.status()
        };
    }

    /** Spreadsheets take a text that begins like this for a formula, and carry it out. */
    private static @Nullable String text(@Nullable String text) {
        return text == null || text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0
                ? text
                : "'" + text;
    }
}
