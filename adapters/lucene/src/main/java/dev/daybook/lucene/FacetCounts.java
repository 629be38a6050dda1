package dev.daybook.lucene;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts all matching documents, and the values of keyword fields among them. Values are counted by
 * their number within a segment and named once at its end.
 *
 * <p>Nothing is kept from one refresh of the index to the next, because it is refreshed at every
 * write; that is why Lucene's own facets, which number values over all segments, are not used.
 */
final class FacetCounts implements CollectorManager<FacetCounts.Counter, FacetCounts.Counted> {

    /** The most values of one field that are told. */
    static final int VALUES_MAX = 50;

    private static final Comparator<Map.Entry<String, Long>> MOST_FREQUENT_FIRST =
            Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey());

    private final List<String> fields;

    /** The number of documents, and for each field the counts of its most frequent values. */
    record Counted(long total, Map<String, Map<String, Long>> facets) {}

    FacetCounts(List<String> fields) {
        this.fields = fields;
    }

    @Override
    public Counter newCollector() {
        return new Counter(fields);
    }

    @Override
    public Counted reduce(Collection<Counter> counters) {
        long total = counters.stream().mapToLong(counter -> counter.total).sum();
        Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            Map<String, Long> counts = new HashMap<>();
            for (Counter counter : counters) {
                counter.counts
                        .get(i)
                        .forEach((value, count) -> counts.merge(value, count, Long::sum));
            }
            Map<String, Long> top = new LinkedHashMap<>();
            counts.entrySet().stream()
                    .sorted(MOST_FREQUENT_FIRST)
                    .limit(VALUES_MAX)
                    .forEach(entry -> top.put(entry.getKey(), entry.getValue()));
            facets.put(fields.get(i), top);
        }
        return new Counted(total, facets);
    }

    /** Counts within one thread. */
    static final class Counter extends SimpleCollector {

        private final List<String> fields;
        private final List<Map<String, Long>> counts = new ArrayList<>();
        private final SortedSetDocValues[] values;
        private final int[][] segmentCounts;
        private long total;

        private Counter(List<String> fields) {
            this.fields = fields;
            this.values = new SortedSetDocValues[fields.size()];
            this.segmentCounts = new int[fields.size()][];
            fields.forEach(field -> counts.add(new HashMap<>()));
        }

        @Override
        protected void doSetNextReader(LeafReaderContext segment) throws IOException {
            for (int i = 0; i < values.length; i++) {
                values[i] = DocValues.getSortedSet(segment.reader(), fields.get(i));
                segmentCounts[i] = new int[Math.toIntExact(values[i].getValueCount())];
            }
        }

        @Override
        public void collect(int document) throws IOException {
            total++;
            for (int i = 0; i < values.length; i++) {
                if (values[i].advanceExact(document)) {
                    for (int n = values[i].docValueCount(); n > 0; n--) {
                        segmentCounts[i][(int) values[i].nextOrd()]++;
                    }
                }
            }
        }

        @Override
        public void finish() throws IOException {
            for (int i = 0; i < values.length; i++) {
                for (int value = 0; value < segmentCounts[i].length; value++) {
                    long count = segmentCounts[i][value];
                    if (count > 0) {
                        String name = values[i].lookupOrd(value).utf8ToString();
                        counts.get(i).merge(name, count, Long::sum);
                    }
                }
            }
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }
    }
}
