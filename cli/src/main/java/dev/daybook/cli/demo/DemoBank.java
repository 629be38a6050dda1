package dev.daybook.cli.demo;

import dev.daybook.cli.client.BatchCommand;
import dev.daybook.cli.client.BatchPost;
import dev.daybook.cli.client.DaybookClient;
import dev.daybook.cli.client.Json;
import dev.daybook.cli.terminal.Complaint;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Fills the demo with the last months, and keeps it moving. Belongs to one thread. */
public final class DemoBank {

    private static final int PAST_DAYS = 120;

    /**
     * Remembers how far the demo is filled. Without it everything is posted and recognised again.
     */
    private static final String FILE = "demo.json";

    private static final Duration TICK = Duration.ofMillis(500);

    private final Path file;
    private final BatchPost post;
    private final DemoPeople people = new DemoPeople();
    private final DemoCommands commands = new DemoCommands(people);
    private final Clock clock = Clock.systemUTC();

    /**
     * @param data the data directory, where it remembers how far it is
     */
    public DemoBank(DaybookClient client, Path data) {
        this.file = data.resolve(FILE);
        this.post = new BatchPost(client, done -> {});
    }

    /**
     * @param first the first day there is anything
     * @param filled the last day that is filled
     */
    private record Filled(LocalDate first, LocalDate filled) {}

    /** Brings the demo up to yesterday; the number of commands that took. */
    public int fill() {
        LocalDate yesterday = LocalDate.now(clock).minusDays(1);
        Filled before = remembered(yesterday);
        List<BatchCommand> all = new ArrayList<>(commands.openings());
        all.addAll(commands.beginnings(before.first()));
        for (LocalDate day = before.filled().plusDays(1);
                !day.isAfter(yesterday);
                day = day.plusDays(1)) {
            all.addAll(commands.day(day));
        }
        post.post(all);
        int told = new DemoStories(post, people.people()).tell();
        remember(new Filled(before.first(), yesterday));
        return all.size() + told;
    }

    /** Somebody who has an account here. */
    public record Customer(String name, String account) {}

    /** One of the customers, always the same. */
    public Customer customer() {
        DemoPeople.Person first = people.people().getFirst();
        return new Customer(first.name(), first.account());
    }

    /** A few commands a second until the thread is interrupted, which ends in a complaint. */
    public void keepMoving() {
        long tick = clock.millis() / TICK.toMillis();
        while (true) {
            try {
                Thread.sleep(TICK);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new Complaint("Interrupted.", "Start it again.", interrupted);
            }
            long now = clock.millis() / TICK.toMillis();
            List<BatchCommand> due = new ArrayList<>();
            for (; tick < now; tick++) {
                due.add(commands.moment(tick));
            }
            // After the machine slept there would be hours of it; the last moments are enough.
            post.post(due.subList(Math.max(0, due.size() - 10), due.size()));
        }
    }

    private Filled remembered(LocalDate yesterday) {
        LocalDate first = yesterday.minusDays(PAST_DAYS - 1L);
        try {
            JsonNode json = Json.parse(Files.readString(file));
            return new Filled(
                    LocalDate.parse(Json.text(json, "first")),
                    LocalDate.parse(Json.text(json, "filled")));
        } catch (IOException | JacksonException | DateTimeException none) {
            return new Filled(first, first.minusDays(1));
        }
    }

    private void remember(Filled filled) {
        try {
            Files.writeString(
                    file,
                    Json.write(
                            Json.object()
                                    .put("first", filled.first().toString())
                                    .put("filled", filled.filled().toString())));
        } catch (IOException notKept) {
            throw new Complaint("Cannot write " + file + ".", "Look who owns it.", notKept);
        }
    }
}
