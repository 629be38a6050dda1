package dev.daybook.server.command;

import static java.util.Objects.requireNonNull;

import dev.daybook.banking.model.BankingCommand;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.engine.book.Book;
import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.command.Step;
import dev.daybook.engine.commit.OutcomeUnknownException;
import dev.daybook.engine.commit.Receipt;
import dev.daybook.engine.commit.Submission;
import dev.daybook.engine.commit.WriteStore.Key;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.server.bank.Bank;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The way of a command into the book, and of its outcome back. */
@Component
final class CommandGateway {

    /** How long a request waits for the outcome of its command. */
    static final Duration WAIT = Duration.ofSeconds(30);

    private static final int TURNS = 64;

    private final Bank bank;
    private final CommandMetrics metrics;

    /** The first command of each key, of those that wait for their outcome. */
    private final ConcurrentMap<Key, UUID> waiting = new ConcurrentHashMap<>();

    /** Locks; commands of the same key have the same one. */
    private final List<Object> turns = Stream.generate(Object::new).limit(TURNS).toList();

    CommandGateway(Bank bank, CommandMetrics metrics) {
        this.bank = bank;
        this.metrics = metrics;
    }

    /** The identifier for the next command. */
    UUID nextId() {
        return bank.nextCommandId();
    }

    /**
     * Hands a command to the book.
     *
     * @throws dev.daybook.engine.commit.OverloadedException when too many wait; nothing was done
     */
    CompletableFuture<Receipt<BankingState, BankingEvent>> submit(
            Requested requested, Origin origin, @Nullable String key) {
        BankingCommand command = requested.command();
        long started = System.nanoTime();
        return submit(
                        new Submission<>(
                                requested.id(),
                                origin.caller().actor(),
                                key,
                                requested.digest(),
                                command.type(),
                                command,
                                origin.provenance(requested.reason()),
                                Instant.now()))
                .whenComplete((receipt, failure) ->
                        metrics.answered(command.type(), receipt, System.nanoTime() - started));
    }

    private CompletableFuture<Receipt<BankingState, BankingEvent>> submit(
            Submission<BankingCommand> submission) {
        String value = submission.key();
        if (value == null) {
            return bank.book().submit(submission);
        }
        Key key = new Key(submission.client(), value);
        CompletableFuture<Receipt<BankingState, BankingEvent>> answer;
        // One after the other, so that what is noted as the first of its key is decided first.
        synchronized (turns.get(Math.floorMod(key.hashCode(), TURNS))) {
            waiting.putIfAbsent(key, submission.id());
            try {
                answer = bank.book().submit(submission);
            } catch (RuntimeException notTaken) {
                waiting.remove(key, submission.id());
                throw notTaken;
            }
        }
        return answer.whenComplete((receipt, failure) -> waiting.remove(key, submission.id()));
    }

    /**
     * Whether a command that was handed in repeats the key of an earlier one, so that what becomes
     * of it is found under the identifier of that one.
     */
    boolean repeats(UUID id, Origin origin) {
        String value = origin.key();
        if (value == null) {
            return false;
        }
        String client = origin.caller().actor();
        UUID first = waiting.get(new Key(client, value));
        if (first != null && !first.equals(id)) {
            return true;
        }
        CommandRecord recorded = bank.storage().commands().find(client, value);
        return recorded != null && !recorded.id().equals(id);
    }

    /** Waits for an outcome as long as a request may. */
    static Receipt<BankingState, BankingEvent> await(
            CompletableFuture<Receipt<BankingState, BankingEvent>> answer) {
        try {
            return answer.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            throw new OutcomeUnknownException(slow);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException(stopping);
        } catch (ExecutionException failed) {
            throw requireNonNull(failed.getCause()) instanceof RuntimeException known
                    ? known
                    : new OutcomeUnknownException(failed);
        }
    }

    /** The steps of a committed command; of a repeated one from the journal, as it was then. */
    List<Step<BankingState, BankingEvent>> steps(
            Receipt<BankingState, BankingEvent> receipt, Outcome.Committed committed) {
        if (!receipt.replayed()) {
            return receipt.steps();
        }
        Book<BankingCommand, BankingState, BankingEvent> book = bank.book();
        long first = committed.firstPosition();
        int count = Math.toIntExact(committed.lastPosition() - first + 1);
        List<Step<BankingState, BankingEvent>> steps = new ArrayList<>(count);
        for (RecordedEvent recorded : book.storage().journal().read(first - 1, count)) {
            BankingState after =
                    requireNonNull(
                            book.history().at(recorded.entity(), recorded.position()).state());
            steps.add(new Step<>(recorded, book.event(recorded), null, after));
        }
        return steps;
    }
}
