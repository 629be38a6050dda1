package dev.daybook.cli.demo;

import dev.daybook.cli.client.BatchCommand;
import dev.daybook.cli.demo.DemoPeople.Business;
import dev.daybook.cli.demo.DemoPeople.Person;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What happens in the demo, as commands with their keys. */
final class DemoCommands {

    private static final int SALARY_DAY = 25;

    private final DemoPeople people;

    DemoCommands(DemoPeople people) {
        this.people = people;
    }

    /** Opens every account; some may go below zero, and some are used by two. */
    List<BatchCommand> openings() {
        List<BatchCommand> commands = new ArrayList<>();
        commands.add(open(DemoPeople.EMPLOYER, "Harbour Works", "business", "0.00"));
        commands.add(open(DemoPeople.LANDLORD, "Quayside Homes", "business", "0.00"));
        for (Business business : people.businesses()) {
            commands.add(open(business.account(), business.name(), "business", "0.00"));
        }
        for (int i = 0; i < people.people().size(); i++) {
            Person person = people.people().get(i);
            commands.add(
                    open(
                            person.account(),
                            person.name(),
                            "current",
                            i % 4 == 0 ? "500.00" : "0.00"));
            if (i % 7 == 0) {
                Person partner = people.people().get((i + 1) % people.people().size());
                commands.add(
                        BatchCommand.of(
                                        "demo-user-" + person.account(),
                                        "authorize-user",
                                        "Joint household")
                                .with("account", person.account())
                                .with("user", partner.account())
                                .with("role", "partner")
                                .with("perTransactionLimit", "300.00"));
            }
        }
        return commands;
    }

    /** What everybody brings along on the first day. */
    List<BatchCommand> beginnings(LocalDate first) {
        List<BatchCommand> commands = new ArrayList<>();
        commands.add(bring(DemoPeople.EMPLOYER, 2_000_000_00, first));
        people.businesses()
                .forEach(business -> commands.add(bring(business.account(), 20_000_00, first)));
        people.people()
                .forEach(person ->
                        commands.add(bring(person.account(), person.salaryCents(), first)));
        return commands;
    }

    /** A day in the past. */
    List<BatchCommand> day(LocalDate day) {
        SplittableRandom random = DemoPeople.chance(day.toEpochDay());
        List<BatchCommand> commands = new ArrayList<>();
        for (Person person : people.people()) {
            String key = "demo-" + day + "-" + person.account();
            if (day.getDayOfMonth() == SALARY_DAY) {
                commands.add(
                        transfer(
                                key + "-salary",
                                DemoPeople.EMPLOYER,
                                person.account(),
                                person.salaryCents(),
                                "Salary " + day.getMonth(),
                                day));
            }
            if (day.getDayOfMonth() == 1) {
                commands.add(
                        transfer(
                                key + "-rent",
                                person.account(),
                                DemoPeople.LANDLORD,
                                person.rentCents(),
                                "Rent " + day.getMonth(),
                                day));
            }
            int errands = random.nextInt(day.getDayOfWeek() == DayOfWeek.SATURDAY ? 4 : 3);
            for (int i = 0; i < errands; i++) {
                commands.add(shopping(key + "-" + i, person, random, day));
            }
            if (random.nextInt(30) == 0) {
                commands.add(
                        BatchCommand.of(key + "-cash", "withdraw", "Cash machine")
                                .with("account", person.account())
                                .with("amount", euros(20_00 * random.nextInt(1, 6)))
                                .with("description", "Cash machine, Station Square")
                                .with("valueDate", day.toString()));
            }
        }
        return commands;
    }

    /** A moment of the present: one small thing happens. */
    BatchCommand moment(long tick) {
        SplittableRandom random = DemoPeople.chance(tick);
        String key = "demo-live-" + tick;
        Person person = people.anyone(random);
        int kind = random.nextInt(100);
        if (kind < 60) {
            return shopping(key, person, random, null);
        }
        if (kind < 75) {
            // What shops earn comes back to people, or nobody could buy anything after an hour.
            return transfer(
                    key,
                    people.anywhere(random).account(),
                    person.account(),
                    random.nextInt(60_00, 220_00),
                    "Wages for a shift",
                    null);
        }
        if (kind < 90) {
            return transfer(
                    key,
                    person.account(),
                    people.anyone(random).account(),
                    random.nextInt(5_00, 60_00),
                    "Thank you for the other day",
                    null);
        }
        return kind < 95
                ? BatchCommand.of(key, "deposit", "At the counter")
                        .with("account", person.account())
                        .with("amount", euros(10_00 * random.nextInt(1, 12)))
                        .with("description", "Cash deposit")
                : BatchCommand.of(key, "withdraw", "Cash machine")
                        .with("account", person.account())
                        .with("amount", euros(10_00 * random.nextInt(1, 12)))
                        .with("description", "Cash machine, Harbour Gate");
    }

    private BatchCommand shopping(
            String key, Person person, SplittableRandom random, @Nullable LocalDate day) {
        Business business = people.anywhere(random);
        // Most errands are small.
        int range = business.mostCents() - business.leastCents();
        int cents =
                business.leastCents() + range * random.nextInt(100) / 100 * random.nextInt(60) / 60;
        BatchCommand command =
                transfer(
                        key,
                        person.account(),
                        business.account(),
                        cents,
                        business.goods() + " at " + business.name(),
                        day);
        command.line().putObject("metadata").put("merchant", business.name()).put("card", "debit");
        return command;
    }

    private static BatchCommand open(String id, String name, String product, String overdraft) {
        BatchCommand command =
                BatchCommand.of("demo-open-" + id, "open-account", "Opened at the counter")
                        .with("id", id)
                        .with("currency", DemoPeople.CURRENCY)
                        .with("product", product)
                        .with("overdraftLimit", overdraft);
        command.line().putObject("owner").put("reference", id).put("name", name);
        return command;
    }

    private static BatchCommand bring(String account, int cents, LocalDate day) {
        return BatchCommand.of("demo-bring-" + account, "deposit", "Brought from another bank")
                .with("account", account)
                .with("amount", euros(cents))
                .with("via", "@bank")
                .with("description", "Brought from another bank")
                .with("valueDate", day.toString());
    }

    private static BatchCommand transfer(
            String key, String from, String to, int cents, String text, @Nullable LocalDate day) {
        return BatchCommand.of(key, "transfer", "Ordered by the account's owner")
                .with("from", from)
                .with("to", to)
                .with("amount", euros(cents))
                .with("description", text)
                .with("valueDate", day == null ? "" : day.toString());
    }

    static String euros(int cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }
}
