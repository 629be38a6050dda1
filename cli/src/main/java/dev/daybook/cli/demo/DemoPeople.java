package dev.daybook.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Who lives in the demo: people and businesses, the same ones each time. */
final class DemoPeople {

    static final String CURRENCY = "EUR";

    private static final long SEED = 20_260_101;

    private static final List<String> FIRST =
            List.of(
                    "Anna", "Marek", "Yusuf", "Lena", "Chidi", "Sofia", "Jonas", "Mei", "Pedro",
                    "Aisha", "Tom", "Katya", "Ravi", "Greta", "Luca", "Nora", "Emil", "Zofia",
                    "Hugo", "Amara");

    private static final List<String> LAST =
            List.of("Berg", "Novak", "Demir", "Okafor", "Rossi", "Larsen", "Costa", "Weber");

    /** Businesses: name, what one buys there, the least and the most it costs in cents. */
    private static final List<Business> BUSINESSES =
            List.of(
                    new Business("corner-bakery", "Corner Bakery", "Bread and coffee", 240, 1_450),
                    new Business("green-grocer", "Green Grocer", "Groceries", 890, 8_900),
                    new Business("city-market", "City Market", "Groceries", 1_200, 14_000),
                    new Business("river-books", "River Books", "Books", 990, 5_600),
                    new Business("tram-and-bus", "Tram and Bus", "Ticket", 290, 8_600),
                    new Business("old-mill-cafe", "Old Mill Café", "Lunch", 950, 3_400),
                    new Business("north-cycles", "North Cycles", "Bicycle repair", 1_900, 21_000),
                    new Business("pharmacy-am-tor", "Pharmacy am Tor", "Pharmacy", 420, 4_800),
                    new Business("fuel-stop", "Fuel Stop", "Fuel", 2_500, 9_500),
                    new Business("cinema-lux", "Cinema Lux", "Tickets", 1_100, 4_400));

    static final String EMPLOYER = "demo-harbour-works";
    static final String LANDLORD = "demo-quayside-homes";

    private final List<Person> people = new ArrayList<>();

    /**
     * Somebody with an account.
     *
     * @param salaryCents paid on the 25th
     * @param rentCents due on the 1st
     */
    record Person(String account, String name, int salaryCents, int rentCents) {}

    /** Somewhere to buy. */
    record Business(String id, String name, String goods, int leastCents, int mostCents) {
        String account() {
            return "demo-" + id;
        }
    }

    DemoPeople() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 40; i++) {
            String first = FIRST.get(i % FIRST.size());
            String last = LAST.get((i * 3 + i / FIRST.size()) % LAST.size());
            int salary = random.nextInt(1_900_00, 4_600_00);
            people.add(
                    new Person(
                            "demo-" + (first + "-" + last).toLowerCase(Locale.ROOT),
                            first + " " + last,
                            salary,
                            salary * random.nextInt(24, 38) / 100));
        }
    }

    List<Person> people() {
        return people;
    }

    List<Business> businesses() {
        return BUSINESSES;
    }

    Person anyone(SplittableRandom random) {
        return people.get(random.nextInt(people.size()));
    }

    Business anywhere(SplittableRandom random) {
        return BUSINESSES.get(random.nextInt(BUSINESSES.size()));
    }

    /** Chance for one day or one moment: the same each time. */
    static SplittableRandom chance(long moment) {
        return new SplittableRandom(SEED * 31 + moment);
    }
}
