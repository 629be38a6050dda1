package dev.daybook.simulation;

import static dev.daybook.simulation.RecordAudit.require;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.commit.OutcomeUnknownException;
import dev.daybook.engine.commit.OverloadedException;
import dev.daybook.engine.commit.Receipt;
import dev.daybook.engine.commit.Submission;
import dev.daybook.engine.commit.WriteStore.Key;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.simulation.ledger.Account;
import dev.daybook.simulation.ledger.Ledger;
import dev.daybook.simulation.ledger.LedgerCommand;
import dev.daybook.simulation.ledger.LedgerEvent;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Those who send commands, send them again, and hold what they were answered against what is
 * durable in that moment.
 */
final class Clients {

    private static final String CLIENT = "client";
    private static final int AMOUNT_MAX = 60;
    private static final Provenance BY =
            new Provenance("someone", null, "simulation", "", "", null, null);

    private final World world;
    private final List<Sent> sent = new ArrayList<>();
    private final List<String> accounts = new ArrayList<>(List.of(Ledger.VAULT));
    private @Nullable Violation violation;
    private long acknowledged;
    private int answers;

    /** A command on its way, or answered. */
    private static final class Sent {
        private final Submission<LedgerCommand> submission;
        private final Node node;
        private boolean answered;
        private boolean known;

        Sent(Submission<LedgerCommand> submission, Node node) {
            this.submission = submission;
            this.node = node;
        }
    }

    Clients(World world) {
        this.world = world;
    }

    /** The highest position in any receipt. */
    long acknowledged() {
        return acknowledged;
    }

    int answers() {
        return answers;
    }

    void sendNew(String machine, Node node) {
        RandomGenerator random = world.random();
        UUID id = new UUID(random.nextLong(), random.nextLong());
        LedgerCommand command = draw(id);
        String key = random.nextInt(10) < 7 ? "k" + sent.size() : null;
        if (key != null && random.nextInt(40) == 0 && !sent.isEmpty()) {
            key = sent.get(random.nextInt(sent.size())).submission.key(); // somebody else's
        }
        send(machine, node, id, key, command);
    }

    /** Sends a command with a key once more, whatever became of it, to whichever node. */
    void sendAgain(String machine, Node node) {
        if (sent.isEmpty()) {
            return;
        }
        Sent earlier = sent.get(world.random().nextInt(sent.size()));
        if (earlier.submission.key() != null) {
            world.tale().count(Fault.DUPLICATE_DELIVERY);
            repeat(machine, node, earlier);
        }
    }

    /** Sends again every command with a key whose outcome its client does not know. */
    boolean sendUnknown(String machine, Node node, int most) {
        List<Sent> unknown =
                sent.stream()
                        .filter(each -> !each.known && each.submission.key() != null)
                        .limit(most)
                        .toList();
        for (Sent each : unknown) {
            each.known = true; // its repetition is what is waited for
            repeat(machine, node, each);
        }
        return !unknown.isEmpty();
    }

    private void repeat(String machine, Node node, Sent earlier) {
        RandomGenerator random = world.random();
        UUID id = new UUID(random.nextLong(), random.nextLong());
        send(machine, node, id, earlier.submission.key(), earlier.submission.command());
    }

    private void send(
            String machine, Node node, UUID id, @Nullable String key, LedgerCommand command) {
        Submission<LedgerCommand> submission =
                new Submission<>(
                        id,
                        CLIENT,
                        key,
                        digest(command),
                        command.getClass().getSimpleName(),
                        command,
                        BY,
                        Instant.EPOCH);
        world.audit().submitted(id, command);
        world.tale().add(machine + " gets " + command + " key " + key);
        Sent each = new Sent(submission, node);
        try {
            var _ =
                    node.line()
                            .submit(submission)
                            .whenComplete((receipt, failure) -> answered(each, receipt, failure));
            sent.add(each);
        } catch (OverloadedException full) {
            world.tale().count(Fault.OVERLOAD);
        }
    }

    private LedgerCommand draw(UUID id) {
        RandomGenerator random = world.random();
        int what = random.nextInt(100);
        if (what < 15 || accounts.size() < 3) {
            // Known to others from here on, though nobody knows whether it will ever exist.
            accounts.add(id.toString());
            return new LedgerCommand.Open(amount() + AMOUNT_MAX);
        }
        if (what < 17) {
            return new LedgerCommand.Explode();
        }
        if (what < 19) {
            return new LedgerCommand.Stray(anyAccount());
        }
        String from = anyAccount();
        String to = anyAccount();
        return from.equals(to)
                ? new LedgerCommand.Open(amount())
                : new LedgerCommand.Transfer(from, to, amount());
    }

    private String anyAccount() {
        int newest = Math.max(1, accounts.size() - 6); // a few hot ones
        return accounts.get(
                world.random().nextInt(4) == 0
                        ? 1 + world.random().nextInt(accounts.size() - 1)
                        : newest + world.random().nextInt(accounts.size() - newest));
    }

    private long amount() {
        long amount = 1L + world.random().nextInt(AMOUNT_MAX);
        return world.chance(world.odds().poison())
                ? amount / World.POISON * World.POISON + World.POISON
                : amount % World.POISON == 0 ? amount + 1 : amount;
    }

    /** The content decides whether two commands are the same; an account is named by its id. */
    private static byte[] digest(LedgerCommand command) {
        return ByteBuffer.allocate(4).putInt(command.toString().hashCode()).array();
    }

    private void answered(
            Sent each,
            @Nullable Receipt<Account, LedgerEvent> receipt,
            @Nullable Throwable failure) {
        answers++;
        each.answered = true;
        try {
            if (receipt != null) {
                each.known = true;
                check(each.submission, receipt);
                acknowledged = Math.max(acknowledged, receipt.position());
            } else {
                require(
                        Invariant.NOTHING_UNFORESEEN_IS_THROWN,
                        failure instanceof OutcomeUnknownException
                                && failure.getCause() instanceof StorageException,
                        String.valueOf(failure == null ? null : failure.getCause()));
                require(
                        Invariant.EVERY_COMMAND_IS_ANSWERED,
                        world.hasTrouble(),
                        each.submission.command() + " stays unknown without any trouble");
            }
        } catch (Violation found) {
            violation = found; // a future would swallow it
        }
    }

    private void check(Submission<LedgerCommand> asked, Receipt<Account, LedgerEvent> receipt) {
        CommandRecord kept = world.book().command(receipt.command());
        world.tale().add("answered " + ReferenceLedger.name(receipt.outcome()));
        require(
                Invariant.AN_ACKNOWLEDGED_OUTCOME_IS_DURABLE,
                kept != null
                        && kept.outcome().equals(receipt.outcome())
                        && kept.position() == receipt.position()
                        && kept.decidedAt().equals(receipt.decidedAt()),
                "acknowledged " + receipt.outcome() + ", recorded " + kept);
        if (kept != null) {
            CommandRecord first =
                    asked.key() == null ? null : world.book().command(new Key(CLIENT, asked.key()));
            require(
                    Invariant.A_KEY_HAS_ONE_OUTCOME,
                    kept.id().equals(asked.id())
                            || (first != null
                                    && first.id().equals(kept.id())
                                    && Arrays.equals(first.digest(), asked.digest())),
                    "the answer to " + asked.command() + " is that of another command");
        }
        switch (ReferenceLedger.name(receipt.outcome())) {
            case ReferenceLedger.COMMITTED -> {}
            case Outcome.Rejected.DEFECT -> world.tale().count(Fault.DEFECT);
            default -> world.tale().count(Fault.REJECTION);
        }
    }

    /** Throws what was found since the last time. */
    void report() {
        if (violation != null) {
            throw violation;
        }
    }

    /** Every command that was taken in by a node that still runs has been answered. */
    void requireAnswers(List<Node> running) {
        for (Sent each : sent) {
            require(
                    Invariant.EVERY_COMMAND_IS_ANSWERED,
                    each.answered || !running.contains(each.node),
                    each.submission.command() + " has no answer");
        }
    }
}
