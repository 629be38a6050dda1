package dev.daybook.engine.explain;

import static java.util.Objects.requireNonNull;

import dev.daybook.engine.command.CommandLog;
import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.commit.Submission;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.explain.Explanation.Stage;
import dev.daybook.engine.explain.Explanation.Verdict;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.view.ParkedEvent;
import dev.daybook.engine.view.View;
import dev.daybook.engine.view.ViewLedger.Reached;
import dev.daybook.engine.view.ViewRunner;
import dev.daybook.engine.view.ViewStatus;
import dev.daybook.engine.view.Views;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Follows one command from request to read model. Safe for use by many threads. */
public final class Explainer {

    /** Visible within this, a command is on time; in milliseconds. */
    static final long ON_TIME_MILLIS = 1_000;

    /** Not decided, or not visible, after this, a command is stuck; in milliseconds. */
    static final long STUCK_MILLIS = 10_000;

    /** Events of a command that are looked at for parked entities. */
    private static final int EVENTS_MAX = 2_000;

    private final CommandLog commands;
    private final Function<UUID, @Nullable Submission<?>> pending;
    private final Journal journal;
    private final Views views;
    private final InstantSource clock;

    /**
     * @param pending finds a command that was taken in and is not decided yet
     */
    public Explainer(
            CommandLog commands,
            Function<UUID, @Nullable Submission<?>> pending,
            Journal journal,
            Views views,
            InstantSource clock) {
        this.commands = commands;
        this.pending = pending;
        this.journal = journal;
        this.views = views;
        this.clock = clock;
    }

    /** Where a command is; empty when it is not known. */
    public Optional<Explanation> explain(UUID id) {
        Submission<?> waiting = pending.apply(id);
        CommandRecord command = commands.find(id);
        if (command != null) {
            return Optional.of(explain(command));
        }
        return waiting == null ? Optional.empty() : Optional.of(explain(waiting));
    }

    private Explanation explain(Submission<?> waiting) {
        long millis = millisBetween(waiting.receivedAt(), clock.instant());
        Verdict verdict =
                millis < STUCK_MILLIS
                        ? new Verdict(
                                "waiting",
                                "It was received "
                                        + millis
                                        + " ms ago and waits for its turn. This is normal.")
                        : new Verdict(
                                "stuck",
                                "It was received "
                                        + seconds(millis)
                                        + " ago and is still not decided. Look at the database:"
                                        + " commands cannot be committed.");
        Stage received = new Stage("received", null, waiting.receivedAt(), 0L, null);
        return new Explanation(waiting.id(), waiting.type(), null, List.of(received), verdict);
    }

    private Explanation explain(CommandRecord command) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage("received", null, command.receivedAt(), 0L, null));
        stages.add(
                new Stage(
                        "decided",
                        null,
                        command.decidedAt(),
                        millisBetween(command.receivedAt(), command.decidedAt()),
                        null));
        Verdict verdict =
                switch (command.outcome()) {
                    case Outcome.Rejected rejected
                            when rejected.code().equals(Outcome.Rejected.DEFECT) ->
                            new Verdict(
                                    "bug",
                                    rejected.detail()
                                            + " Tell the engineers, with the command's id.");
                    case Outcome.Rejected rejected ->
                            new Verdict(
                                    "rejected",
                                    "It was refused ("
                                            + rejected.code()
                                            + "): "
                                            + rejected.detail());
                    case Outcome.Committed committed -> followViews(command, committed, stages);
                };
        return new Explanation(command.id(), command.type(), command.outcome(), stages, verdict);
    }

    private Verdict followViews(
            CommandRecord command, Outcome.Committed committed, List<Stage> stages) {
        int count =
                (int)
                        Math.min(
                                EVENTS_MAX,
                                committed.lastPosition() - committed.firstPosition() + 1);
        List<RecordedEvent> events = journal.read(committed.firstPosition() - 1, count);
        List<Verdict> troubles = new ArrayList<>();
        long slowestMillis = 0;
        for (ViewRunner<?, ?, ?> runner : views.runners()) {
            Stage stage = stageOf(runner, command, committed, events, troubles);
            slowestMillis = Math.max(slowestMillis, stage.millis() == null ? 0 : stage.millis());
            stages.add(stage);
        }
        if (!troubles.isEmpty()) {
            return worst(troubles);
        }
        return slowestMillis <= ON_TIME_MILLIS
                ? new Verdict("on-time", "It is committed and visible everywhere.")
                : new Verdict(
                        "delayed",
                        "It is committed and visible everywhere; the slowest view took "
                                + seconds(slowestMillis)
                                + ".");
    }

    private Stage stageOf(
            ViewRunner<?, ?, ?> runner,
            CommandRecord command,
            Outcome.Committed committed,
            List<RecordedEvent> events,
            List<Verdict> troubles) {
        String view = runner.view().name();
        Optional<ParkedEvent> parked =
                runner.status().parkedEntities() == 0
                        ? Optional.empty()
                        : runner.parked().stream()
                                .filter(event ->
                                        event.position() >= committed.firstPosition()
                                                && event.position() <= committed.lastPosition())
                                .findFirst();
        if (parked.isPresent()) {
            troubles.add(
                    new Verdict(
                            "parked",
                            "It is committed, but the view '"
                                    + view
                                    + "' could not apply it ("
                                    + parked.get().error()
                                    + "). An engineer has to repair and retry it; nothing is"
                                    + " lost."));
            return new Stage("visible", view, null, null, "parked: " + parked.get().error());
        }
        Set<Integer> lanes = lanes(runner.view(), events);
        if (runner.position(lanes) < committed.lastPosition()) {
            troubles.add(notYet(runner, command));
            return new Stage("visible", view, null, null, "not yet");
        }
        Reached reached = runner.firstReached(committed.lastPosition(), lanes);
        if (reached == null) {
            return new Stage("visible", view, null, null, "visible; the moment was not kept");
        }
        return new Stage(
                "visible",
                view,
                reached.at(),
                millisBetween(command.receivedAt(), reached.at()),
                null);
    }

    /**
     * The lanes that these events are in, of those that the view reads; where it reads none, the
     * lanes that would have them.
     */
    private static Set<Integer> lanes(View<?, ?, ?> view, List<RecordedEvent> events) {
        Set<Integer> lanes =
                events.stream()
                        .filter(event -> view.topics().contains(event.topic()))
                        .map(event -> Lanes.slot(event.topic(), event.lane()))
                        .collect(Collectors.toSet());
        if (lanes.isEmpty()) {
            events.forEach(event -> lanes.addAll(view.lanes(event.entity())));
        }
        return lanes;
    }

    private Verdict notYet(ViewRunner<?, ?, ?> runner, CommandRecord command) {
        long millis = millisBetween(command.decidedAt(), clock.instant());
        String view = runner.view().name();
        ViewStatus status = runner.status();
        if (status.state() == ViewStatus.State.PAUSED
                || status.state() == ViewStatus.State.STOPPED) {
            return new Verdict(
                    "stuck",
                    "It is committed, but the view '"
                            + view
                            + "' is stopped. It appears when an operator resumes the view; nothing"
                            + " is lost.");
        }
        if (status.error() != null && millis >= ON_TIME_MILLIS) {
            return new Verdict(
                    "stuck",
                    "It is committed, but the view '"
                            + view
                            + "' cannot go on: "
                            + status.error()
                            + " It tries again by itself; nothing is lost.");
        }
        if (millis < ON_TIME_MILLIS) {
            return new Verdict(
                    "waiting",
                    "It is committed and will be visible in '" + view + "' in a moment.");
        }
        return new Verdict(
                "delayed",
                "It is committed; the view '"
                        + view
                        + "' is "
                        + status.lagEvents()
                        + " events behind and will show it when it has caught up.");
    }

    private static Verdict worst(List<Verdict> troubles) {
        List<String> order = List.of("parked", "stuck", "delayed", "waiting");
        return requireNonNull(
                troubles.stream()
                        .min((a, b) ->
                                Integer.compare(order.indexOf(a.code()), order.indexOf(b.code())))
                        .orElse(null));
    }

    private static long millisBetween(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }

    private static String seconds(long millis) {
        return millis < 10_000
                ? millis / 1000 + "." + millis % 1000 / 100 + " s"
                : millis / 1000 + " s";
    }
}
