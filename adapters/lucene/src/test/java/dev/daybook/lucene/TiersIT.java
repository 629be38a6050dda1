package dev.daybook.lucene;

import static dev.daybook.fuzz.Seeds.forEachSeed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.view.SearchIndex;
import dev.daybook.engine.view.SearchIndex.Filter;
import dev.daybook.search.Question;
import dev.daybook.search.SearchFields;
import dev.daybook.search.Words;
import dev.daybook.testkit.search.Payment;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A question that is taken apart by worth has the answer that it has as one. */
class TiersIT {

    private static final int DOCUMENTS = 400;

    /** Whole words, beginnings and typos of what random payments say. */
    private static final List<String> WORDS =
            List.of(
                    "rent",
                    "re",
                    "rant",
                    "salary",
                    "sal",
                    "salery",
                    "insurance",
                    "insurence",
                    "in",
                    "inv",
                    "cafe",
                    "caffe",
                    "for",
                    "novak",
                    "urgent",
                    "ugent",
                    "monthly",
                    "nothing");

    private final Analyzer analyzer = Words.analyzer();
    private final SearchFields fields = new SearchFields(Payment.class);

    @Test
    void tiersAreTheWholeInItsOrderFromAnyPlaceOn() {
        forEachSeed(
                40,
                random -> {
                    try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
                            IndexWriter writer =
                                    new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
                        fill(writer, random);
                        try (DirectoryReader reader = DirectoryReader.open(writer)) {
                            IndexSearcher searcher = new IndexSearcher(reader);
                            for (int i = 0; i < 20; i++) {
                                compare(searcher, random);
                            }
                        }
                    } catch (IOException impossible) {
                        throw new UncheckedIOException(impossible);
                    }
                });
    }

    private void fill(IndexWriter writer, RandomGenerator random) throws IOException {
        Documents<Payment> documents = new Documents<>(RecordCodec.of(Payment.class), fields);
        Random texts = new Random(random.nextLong());
        for (int i = 0; i < DOCUMENTS; i++) {
            // Some are written again, and several are of one moment.
            Payment payment = Payment.random(random.nextInt(DOCUMENTS), texts);
            documents.write(writer, Map.of(payment.id(), payment));
            if (random.nextInt(50) == 0) {
                writer.commit();
            }
        }
    }

    private void compare(IndexSearcher searcher, RandomGenerator random) throws IOException {
        List<String> words = new ArrayList<>();
        int count = random.nextInt(1, 5);
        for (int i = 0; i < count; i++) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        List<Filter> filters =
                random.nextInt(3) == 0
                        ? List.of(new Filter.OneOf("kind", List.of("TRANSFER")))
                        : List.of();
        Question asked = question(String.join(" ", words), filters, null);
        LuceneQuestion apart = LuceneQuestion.of(asked);
        List<FieldDoc> all = new Pages(searcher, whole(apart), DOCUMENTS).first();
        assertThat(places(new Pages(searcher, apart, DOCUMENTS).first())).isEqualTo(places(all));
        assertThat(new FacetCounts().count(searcher, apart.filter(), List.of()).total())
                .isEqualTo(all.size());
        if (!all.isEmpty()) {
            int shown = random.nextInt(all.size());
            String cursor = asked.next(LuceneQuestion.place(asked.order(), all.get(shown)));
            LuceneQuestion next =
                    LuceneQuestion.of(question(String.join(" ", words), filters, cursor));
            int most = random.nextInt(1, 30);
            assertThat(places(new Pages(searcher, next, most).first()))
                    .isEqualTo(
                            places(all.subList(shown + 1, Math.min(all.size(), shown + 1 + most))));
        }
    }

    private Question question(String words, List<Filter> filters, @Nullable String cursor) {
        return Question.of(
                new SearchIndex.Query(words, filters, null, cursor, 10, List.of()),
                fields,
                "shape");
    }

    /** The same question, not taken apart. */
    private static LuceneQuestion whole(LuceneQuestion apart) {
        return new LuceneQuestion(
                apart.query(), apart.filter(), List.of(), false, apart.order(), apart.after());
    }

    /** What each document is worth, when it was and which it is. */
    private static List<List<Object>> places(List<FieldDoc> documents) {
        return documents.stream().map(document -> List.of(document.fields)).toList();
    }
}
