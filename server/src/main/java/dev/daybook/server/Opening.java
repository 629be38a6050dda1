package dev.daybook.server;

import dev.daybook.server.bank.Bank;
import dev.daybook.server.bank.Settings;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The opening of a bank on a thread of its own, while Spring starts on another. What may go wrong
 * on either side ends here: a bank that was begun is closed, one that was not is not waited for.
 */
final class Opening {

    private final Settings settings;
    private final CompletableFuture<Bank> bank = new CompletableFuture<>();
    private boolean begun;

    Opening(Settings settings) {
        this.settings = settings;
    }

    /**
     * To be called when Spring has set up logging, which it would take from under a thread that
     * logs already.
     */
    void begin() {
        begun = true;
        Thread.ofPlatform()
                .name("daybook-opening")
                .start(() -> {
                    try {
                        bank.complete(Bank.open(settings));
                    } catch (Throwable failed) {
                        bank.completeExceptionally(failed);
                    }
                });
    }

    /** Waits for the bank; fails as its opening failed. */
    Bank bank() {
        return bank.join();
    }

    /** Why the start failed: the reason the bank did not open, if that was it; else closes it. */
    RuntimeException stopped(RuntimeException failed) {
        if (!begun) {
            return failed;
        }
        try {
            bank.join().close();
            return failed;
        } catch (CompletionException notOpened) {
            return notOpened.getCause() instanceof RuntimeException reason ? reason : notOpened;
        }
    }
}
