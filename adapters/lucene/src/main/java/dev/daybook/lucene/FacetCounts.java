package dev.daybook.lucene;

import dev.daybook.search.Question;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader.CacheHelper;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.BulkScorer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts all matching documents, and the values of keyword fields among them. Values are counted by
 * their number within a segment and named once at its end.
 *
 * <p>The index is refreshed at every write, but its large segments stay what they are: what was
 * counted in one of them for a question is remembered, for as long as nothing in it is deleted, so
 * that to ask again costs what is new. That is why Lucene's own facets, which number values over
 * all segments anew at each refresh, are not used. Safe for use by many threads.
 */
final class FacetCounts {

    /** Smaller segments are counted anew each time; most of them do not live long. */
    private static final int REMEMBERED_MIN_DOCUMENTS = 4_096;

    /**
     * With {@value #REMEMBERED_MAX_VALUES} values of some 100 bytes each, 100 MB at the very most.
     */
    private static final int REMEMBERED_MAX = 4_096;

    private static final int REMEMBERED_MAX_VALUES = 256;

    private static final Comparator<Map.Entry<String, Long>> MOST_FREQUENT_FIRST =
            Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey(FacetCounts::compareCodePoints));

    private final Map<Asked, Counts> remembered =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        private static final long serialVersionUID = 1;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<Asked, Counts> eldest) {
                            return size() > REMEMBERED_MAX;
                        }
                    });

    /** The number of documents, and for each field the counts of its most frequent values. */
    record Counted(long total, Map<String, Map<String, Long>> facets) {}

    /** What was asked of a segment with the deletions that it had. */
    private record Asked(Object segment, Query query, List<String> fields) {}

    /** Of one segment; for each field the counts of all values. */
    private record Counts(long total, List<Map<String, Long>> values) {

        boolean isSmall() {
            return values.stream().mapToInt(Map::size).sum() <= REMEMBERED_MAX_VALUES;
        }
    }

    Counted count(IndexSearcher searcher, Query query, List<String> fields) throws IOException {
        Weight weight = null;
        long total = 0;
        List<Map<String, Long>> sums = new ArrayList<>();
        fields.forEach(_ -> sums.add(new HashMap<>()));
        for (LeafReaderContext segment : searcher.getLeafContexts()) {
            Asked asked = asked(segment, query, fields);
            Counts counts = asked == null ? null : remembered.get(asked);
            if (counts == null) {
                if (weight == null) {
                    weight =
                            searcher.createWeight(
                                    searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
                }
                counts = count(weight, segment, fields);
                if (asked != null && counts.isSmall()) {
                    remembered.put(asked, counts);
                }
            }
            total += counts.total;
            for (int i = 0; i < sums.size(); i++) {
                Map<String, Long> sum = sums.get(i);
                counts.values.get(i).forEach((value, count) -> sum.merge(value, count, Long::sum));
            }
        }
        Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
        for (int i = 0; i < sums.size(); i++) {
            facets.put(fields.get(i), mostFrequent(sums.get(i)));
        }
        return new Counted(total, facets);
    }

    private static @Nullable Asked asked(
            LeafReaderContext segment, Query query, List<String> fields) {
        CacheHelper identity = segment.reader().getReaderCacheHelper();
        return identity == null || segment.reader().maxDoc() < REMEMBERED_MIN_DOCUMENTS
                ? null
                : new Asked(identity.getKey(), query, fields);
    }

    private static Map<String, Long> mostFrequent(Map<String, Long> counts) {
        Map<String, Long> top = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(MOST_FREQUENT_FIRST)
                .limit(Question.FACET_VALUES_MAX)
                .forEach(entry -> top.put(entry.getKey(), entry.getValue()));
        return top;
    }

    /**
     * Strings compare by UTF-16, in which what is beyond 16 bits comes before the last of these.
     */
    private static int compareCodePoints(String one, String other) {
        for (int i = 0; i < Math.min(one.length(), other.length()); i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return Character.isSurrogate(a) == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    private static Counts count(Weight weight, LeafReaderContext segment, List<String> fields)
            throws IOException {
        int known = fields.isEmpty() ? weight.count(segment) : -1;
        if (known >= 0) {
            return new Counts(known, List.of());
        }
        Counter counter = new Counter(segment, fields);
        BulkScorer matches = weight.bulkScorer(segment);
        if (matches != null) {
            matches.score(
                    counter, segment.reader().getLiveDocs(), 0, DocIdSetIterator.NO_MORE_DOCS);
        }
        return counter.counts();
    }

    /** Counts within one segment. */
    private static final class Counter implements LeafCollector {

        private final SortedSetDocValues[] values;
        private final int[][] counts;
        private long total;

        private Counter(LeafReaderContext segment, List<String> fields) throws IOException {
            this.values = new SortedSetDocValues[fields.size()];
            this.counts = new int[fields.size()][];
            for (int i = 0; i < values.length; i++) {
                values[i] = DocValues.getSortedSet(segment.reader(), fields.get(i));
                counts[i] = new int[Math.toIntExact(values[i].getValueCount())];
            }
        }

        @Override
        public void setScorer(Scorable scorer) {}

        @Override
        public void collect(int document) throws IOException {
            total++;
            for (int i = 0; i < values.length; i++) {
                if (values[i].advanceExact(document)) {
                    for (int n = values[i].docValueCount(); n > 0; n--) {
                        counts[i][(int) values[i].nextOrd()]++;
                    }
                }
            }
        }

        private Counts counts() throws IOException {
            List<Map<String, Long>> named = new ArrayList<>();
            for (int i = 0; i < values.length; i++) {
                Map<String, Long> field = new HashMap<>();
                for (int value = 0; value < counts[i].length; value++) {
                    if (counts[i][value] > 0) {
                        field.put(
                                values[i].lookupOrd(value).utf8ToString(), (long) counts[i][value]);
                    }
                }
                named.add(field);
            }
            return new Counts(total, named);
        }
    }
}
