package dev.daybook.server.operate;

import dev.daybook.banking.BankingCheck;
import dev.daybook.banking.model.Money;
import dev.daybook.banking.postgres.BookSums;
import dev.daybook.engine.verify.Verification;
import dev.daybook.postgres.PostgresBook;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Headers;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.problem.ProblemType;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** The book as a whole: how long it is, that it sums to zero, and whether it is true. */
@Tag(name = "Book")
@RestController
public final class Books {

    private final Bank bank;
    private final ReentrantLock verifying = new ReentrantLock();

    Books(Bank bank) {
        this.bank = bank;
    }

    /**
     * The book.
     *
     * @param head its last position
     * @param sum of all balances, by currency: zero for each
     */
    public record BookBody(String book, long head, Map<String, String> sum) {}

    /** The result of a verification, and whether it is good. */
    record VerificationBody(
            boolean ok,
            String book,
            long events,
            long entities,
            String root,
            java.util.List<Verification.Finding> findings,
            boolean cut) {

        static VerificationBody of(Verification verification) {
            return new VerificationBody(
                    verification.ok(),
                    verification.book(),
                    verification.events(),
                    verification.entities(),
                    verification.root(),
                    verification.findings(),
                    verification.cut());
        }
    }

    @Operation(summary = "The book: its last position, and what all balances sum to")
    @GetMapping("/v1/book")
    public ResponseEntity<BookBody> book() {
        BookBody body =
                bank.storage()
                        .snapshot(
                                "sum up the book",
                                connection -> {
                                    Map<String, String> sums = new TreeMap<>();
                                    BookSums.byCurrency(connection)
                                            .forEach((currency, minor) ->
                                                    sums.put(
                                                            currency,
                                                            new BigDecimal(
                                                                            minor,
                                                                            Money.fractionDigits(
                                                                                    currency))
                                                                    .toPlainString()));
                                    return new BookBody(
                                            bank.settings().book(),
                                            PostgresBook.position(connection),
                                            sums);
                                });
        return ResponseEntity.ok().header(Headers.POSITION, Long.toString(body.head())).body(body);
    }

    @Operation(
            summary = "Check the whole book: positions, lanes, hashes, sums, states",
            description = "Reads everything, while writing goes on. One at a time.")
    @GetMapping("/v1/verify")
    ResponseEntity<VerificationBody> verify() {
        if (!verifying.tryLock()) {
            throw ProblemException.retryLater(
                    ProblemType.OVERLOADED, "A verification is running already.", 10);
        }
        try {
            Verification verification = bank.book().verify(new BankingCheck(), position -> {});
            return ResponseEntity.ok()
                    .header(Headers.POSITION, Long.toString(verification.events()))
                    .body(VerificationBody.of(verification));
        } finally {
            verifying.unlock();
        }
    }
}
