package dev.daybook.server.operate;

import dev.daybook.banking.model.AccountEvent;
import dev.daybook.banking.model.BankingCommand;
import dev.daybook.banking.postgres.DueHolds;
import dev.daybook.engine.commit.Submission;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.server.bank.Bank;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets holds go whose time is over: sleeps until the next one is, or until a hold is placed that
 * might be sooner. What is due is asked of the database each time, so that nothing is forgotten
 * over a restart.
 */
@Component
final class HoldExpiry implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(HoldExpiry.class);

    private static final int AT_ONCE_MAX = 500;

    /** However far the next hold is, what another node placed is looked for after this. */
    private static final Duration SLEEP_MAX = Duration.ofSeconds(30);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private static final String PLACED = AccountEvent.HoldPlaced.class.getSimpleName();

    private final Bank bank;
    private final DueHolds holds;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread =
            Thread.ofPlatform().name("daybook-hold-expiry").daemon().unstarted(this::run);
    private volatile boolean running;

    HoldExpiry(Bank bank) {
        this.bank = bank;
        this.holds = new DueHolds(bank.storage().reads());
        bank.listen((events, commands) -> {
            if (events.stream().map(RecordedEvent::type).anyMatch(PLACED::equals)) {
                news.release();
            }
        });
    }

    private void run() {
        while (running) {
            Duration sleep;
            try {
                sleep = expire();
            } catch (InterruptedException stopping) {
                return;
            } catch (ExecutionException | TimeoutException | RuntimeException failed) {
                log.warn("Holds could not be let go; trying again: {}", failed.toString());
                sleep = AFTER_FAILURE;
            }
            try {
                if (news.tryAcquire(sleep.toMillis(), TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            } catch (InterruptedException stopping) {
                return;
            }
        }
    }

    /** Lets go what is due, and says for how long nothing will be. */
    private Duration expire() throws InterruptedException, ExecutionException, TimeoutException {
        List<String> due = holds.due(Instant.now(), AT_ONCE_MAX);
        List<CompletableFuture<?>> answers = new ArrayList<>(due.size());
        for (String hold : due) {
            answers.add(bank.book().submit(expiry(hold)));
        }
        CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
                .get(30, TimeUnit.SECONDS);
        if (due.size() == AT_ONCE_MAX) {
            return Duration.ZERO;
        }
        Instant next = holds.next();
        if (next == null) {
            return SLEEP_MAX;
        }
        long millis = Duration.between(Instant.now(), next).toMillis() + 1;
        return Duration.ofMillis(Math.clamp(millis, due.isEmpty() ? 1 : 100, SLEEP_MAX.toMillis()));
    }

    private Submission<BankingCommand> expiry(String hold) {
        UUID id = bank.nextCommandId();
        BankingCommand command = new BankingCommand.ExpireHold(hold);
        return new Submission<>(
                id,
                "daybook",
                null,
                hold.getBytes(StandardCharsets.UTF_8),
                command.type(),
                command,
                new Provenance(
                        "daybook",
                        null,
                        "timer",
                        "The hold's time is over.",
                        id.toString(),
                        null,
                        null),
                Instant.now());
    }

    @Override
    public void start() {
        running = true;
        thread.start();
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
