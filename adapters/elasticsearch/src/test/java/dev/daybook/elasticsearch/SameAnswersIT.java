package dev.daybook.elasticsearch;

import static dev.daybook.fuzz.Seeds.forEachSeed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.view.SearchIndex.Filter;
import dev.daybook.engine.view.SearchIndex.Filter.Between;
import dev.daybook.engine.view.SearchIndex.Filter.OneOf;
import dev.daybook.engine.view.SearchIndex.Query;
import dev.daybook.engine.view.SearchIndex.Result;
import dev.daybook.engine.view.SearchIndex.Sort;
import dev.daybook.engine.view.ViewStore.Write;
import dev.daybook.fuzz.Texts;
import dev.daybook.lucene.LuceneSearchStore;
import dev.daybook.testkit.search.Payment;
import dev.daybook.testkit.search.SearchStore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/** The embedded index and Elasticsearch beside each other: same documents, same answers. */
@ExtendWith(OnElasticsearch.class)
class SameAnswersIT {

    private static final int COUNT = 3_000;

    private static final List<String> WORDS =
            List.of(
                    "rent",
                    "rnet",
                    "ren",
                    "salary",
                    "salry",
                    "sallary",
                    "insurance",
                    "insurence",
                    "insruance",
                    "cafe",
                    "Café",
                    "caffe",
                    "buch",
                    "BÜCHER",
                    "bucher",
                    "for",
                    "fro",
                    "electricity",
                    "elektricyti",
                    "novak",
                    "jan",
                    "inv",
                    "inv-12",
                    "12",
                    "1",
                    "urgent",
                    "monthly",
                    "invoice",
                    "nothing",
                    "straße",
                    "strasse",
                    "ﬁnance",
                    "家賃",
                    "🎉",
                    "x");

    @TempDir static Path directory;
    private static ElasticsearchCluster cluster;
    private static SearchStore embedded;
    private static SearchStore server;

    @BeforeAll
    static void save() {
        cluster = Cluster.connect();
        embedded = SearchStore.of(new LuceneSearchStore<>(Payment.class, directory));
        server = Cluster.searchStore(cluster, Cluster.view());
        embedded.open();
        server.open();
        Random random = new Random(23);
        int position = 0;
        List<Write<String, Payment>> writes = new ArrayList<>();
        for (int n = 0; n < COUNT; n++) {
            writes.add(
                    write(random.nextInt(10) == 0 ? random.nextInt(n + 1) : n, ++position, random));
            if (random.nextInt(200) == 0) {
                save(writes, position);
            }
        }
        save(writes, position);
    }

    @AfterAll
    static void close() {
        embedded.close();
        server.close();
        cluster.close();
    }

    @Test
    void theContentsAreTheSame() {
        assertThat(server.contents()).isEqualTo(embedded.contents()).hasSizeGreaterThan(COUNT / 2);
    }

    @Test
    void anyQuestionHasTheSameAnswersInTheSameOrderPageByPage() {
        forEachSeed(
                200,
                random -> {
                    Query asked = question(random);
                    Result<Payment> here = embedded.search(asked);
                    Result<Payment> there = server.search(asked);
                    int pages = 0;
                    while (true) {
                        assertThat(there.items()).as(asked.toString()).isEqualTo(here.items());
                        assertThat(there.total()).as(asked.toString()).isEqualTo(here.total());
                        assertThat(facets(there)).as(asked.toString()).isEqualTo(facets(here));
                        assertThat(there.next() == null).isEqualTo(here.next() == null);
                        if (here.next() == null || ++pages == 4) {
                            return;
                        }
                        here = embedded.search(Payment.page(asked, here.next(), asked.limit()));
                        there = server.search(Payment.page(asked, there.next(), asked.limit()));
                    }
                });
    }

    @Test
    void anyTextAsAQuestionHasTheSameAnswers() {
        forEachSeed(
                100,
                random -> {
                    Query asked = Payment.words(Texts.any(random, 60));
                    assertThat(server.search(asked).items())
                            .isEqualTo(embedded.search(asked).items());
                });
    }

    private static Write<String, Payment> write(int n, int position, Random random) {
        Payment some = Payment.random(n, random);
        if (random.nextInt(20) == 0) {
            return new Write<>(some.id(), position, null);
        }
        if (random.nextInt(5) > 0) {
            return new Write<>(some.id(), position, some);
        }
        Payment odd =
                new Payment(
                        some.id(),
                        Texts.any(random, 200),
                        Texts.any(random, 20),
                        Map.of(Texts.any(random, 10), WORDS.get(random.nextInt(WORDS.size()))),
                        List.of(WORDS.get(random.nextInt(WORDS.size()))),
                        some.kind(),
                        List.of(Texts.any(random, 20), "account-1"),
                        random.nextInt(50) == 0 ? "b".repeat(2_000) : Texts.any(random, 2),
                        random.nextBoolean() ? random.nextLong() : Long.MIN_VALUE,
                        some.valueDate(),
                        some.recordedAt(),
                        some.reversedOn());
        return new Write<>(odd.id(), position, odd);
    }

    private static void save(List<Write<String, Payment>> writes, int position) {
        embedded.save(writes, position);
        server.save(writes, position);
        writes.clear();
    }

    private static Query question(RandomGenerator random) {
        List<String> words = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        List<Filter> filters = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            filters.add(new OneOf("kind", List.of("DEPOSIT", "TRANSFER")));
        }
        if (random.nextInt(5) == 0) {
            filters.add(new OneOf("branch", List.of("branch-1", "branch-2", "b".repeat(2_000))));
        }
        if (random.nextInt(4) == 0) {
            long from = random.nextInt(500) - 100L;
            filters.add(
                    new Between(
                            "amount",
                            random.nextBoolean() ? null : (Long) from,
                            random.nextBoolean()
                                    ? null
                                    : (Long) (from + random.nextInt(200) - 20)));
        }
        if (random.nextInt(5) == 0) {
            filters.add(
                    new Between(
                            "valueDate",
                            LocalDate.of(2026, random.nextInt(12) + 1, 1).toEpochDay(),
                            null));
        }
        Sort sort =
                switch (random.nextInt(6)) {
                    case 0 -> new Sort("amount", random.nextBoolean());
                    case 1 -> new Sort("reversedOn", random.nextBoolean());
                    case 2 -> new Sort("recordedAt", random.nextBoolean());
                    default -> null;
                };
        List<String> facets =
                random.nextBoolean() ? List.of() : List.of("branch", "kind", "accounts");
        return new Query(
                words.isEmpty() ? null : String.join(" ", words),
                filters,
                sort,
                null,
                random.nextInt(60) + 1,
                facets);
    }

    private static List<List<Map.Entry<String, Long>>> facets(Result<Payment> result) {
        return result.facets().values().stream()
                .map(counts -> List.copyOf(counts.entrySet()))
                .toList();
    }
}
