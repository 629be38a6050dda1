package dev.daybook.cli.demo;

import dev.daybook.cli.client.BatchAnswer;
import dev.daybook.cli.client.BatchCommand;
import dev.daybook.cli.client.BatchPost;
import dev.daybook.cli.demo.DemoPeople.Person;

import java.util.ArrayList;
import java.util.List;

/**
 * What is rarer than shopping, once each: holds in every state, checks on their way, cleared and
 * returned, a purchase reversed, an account frozen. Told in two parts, as the second needs the
 * identifiers that the first was answered.
 */
final class DemoStories {

    private final BatchPost post;
    private final List<Person> people;

    DemoStories(BatchPost post, List<Person> people) {
        this.post = post;
        this.people = people;
    }

    /** Tells them; the number of commands. */
    int tell() {
        List<BatchCommand> first = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            first.add(
                    BatchCommand.of("demo-story-hold-" + i, "place-hold", "Hotel reservation")
                            .with("account", account(i))
                            .with("amount", DemoCommands.euros(40_00 + 15_00 * i)));
        }
        for (int i = 0; i < 6; i++) {
            first.add(
                    BatchCommand.of(
                                    "demo-story-check-" + i,
                                    "add-pending-credit",
                                    "Check deposited")
                            .with("account", account(10 + i))
                            .with("amount", DemoCommands.euros(120_00 + 35_00 * i))
                            .with("via", "@bank")
                            .with("description", "Check no. " + (4_410 + i)));
        }
        for (int i = 0; i < 2; i++) {
            first.add(
                    BatchCommand.of("demo-story-mistake-" + i, "transfer", "Ordered by phone")
                            .with("from", account(20 + i))
                            .with("to", DemoPeople.LANDLORD)
                            .with("amount", DemoCommands.euros(33_00 + i))
                            .with("description", "Sent to the wrong account"));
        }
        List<BatchAnswer> made = post.post(first);
        List<BatchCommand> second = new ArrayList<>();
        follow(second, "capture-hold", made.get(0), "Guest checked out");
        follow(second, "capture-hold", made.get(1), "Guest checked out");
        follow(second, "release-hold", made.get(2), "Reservation cancelled");
        follow(second, "clear-pending-credit", made.get(6), "Check cleared");
        follow(second, "clear-pending-credit", made.get(7), "Check cleared");
        follow(second, "return-pending-credit", made.get(8), "Check returned: no funds");
        follow(second, "reverse-transaction", made.get(12), "Sent to the wrong account");
        follow(second, "reverse-transaction", made.get(13), "Sent to the wrong account");
        BatchCommand freeze =
                BatchCommand.of("demo-story-freeze", "freeze", "Card reported stolen")
                        .with("account", account(33));
        freeze.line().put("debits", true).put("credits", false);
        second.add(freeze);
        post.post(second);
        return first.size() + second.size();
    }

    private String account(int person) {
        return people.get(person).account();
    }

    private static void follow(
            List<BatchCommand> commands, String type, BatchAnswer made, String reason) {
        if (made.committed()) {
            commands.add(
                    BatchCommand.of(made.key() + "-" + type, type, reason).with("id", made.id()));
        }
    }
}
