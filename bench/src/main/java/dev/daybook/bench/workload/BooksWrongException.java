package dev.daybook.bench.workload;

import dev.daybook.bench.load.TestBank;

/** The books were not right after a run, so that none of its figures counts. */
public final class BooksWrongException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Looks at the books of a bank. */
    static void throwIfWrong(TestBank bank) {
        bank.complaint()
                .ifPresent(complaint -> {
                    throw new BooksWrongException(complaint);
                });
    }

    private BooksWrongException(String complaint) {
        super("After the run the books were wrong, so it does not count. " + complaint);
    }
}
