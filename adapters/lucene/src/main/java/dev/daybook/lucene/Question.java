package dev.daybook.lucene;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.view.SearchIndex;
import dev.daybook.engine.view.SearchIndex.Filter;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A question in Lucene's terms. It is built from parts, never parsed, so that no sign in it has a
 * meaning.
 *
 * <p>What a match is worth: each word of the question adds {@value #EXACT} for the very word,
 * {@value #PREFIX} for a word that begins with it, {@value #TYPO} for one that is a typo away. The
 * usual measure (rare words count more, short texts count more) is left out on purpose: it changes
 * with every document that is added, and pages of an answer would overlap. These sums are exact in
 * a float, and equal matches come newest first.
 *
 * @param query what must match
 * @param order in which order it is answered
 * @param digested what tells this question from another one, for cursors
 * @param after the place to go on from, or null to begin
 */
record Question(Query query, Order order, byte[] digested, @Nullable FieldDoc after) {

    static final float EXACT = 4;
    static final float PREFIX = 2;
    static final float TYPO = 1;

    private static final int TYPO_MIN_CHARS = 4;
    private static final int TWO_TYPOS_MIN_CHARS = 8;

    /** Longer words are not typed by hand, and would cost much to compare. */
    private static final int TYPO_MAX_CHARS = 40;

    /**
     * @param shape tells this index from another one, for cursors
     * @throws IllegalArgumentException when a field, cursor or limit cannot be used
     */
    static Question of(
            SearchIndex.Query asked, SearchFields fields, Analyzer analyzer, String shape) {
        if (asked.limit() < 1 || asked.limit() > SearchIndex.LIMIT_MAX) {
            throw new IllegalArgumentException(
                    "The limit is 1 to " + SearchIndex.LIMIT_MAX + ", not " + asked.limit() + ".");
        }
        asked.facets().forEach(fields::checkKeyword);
        String text = asked.words();
        List<String> words = text == null || text.isBlank() ? null : Words.of(text, analyzer);
        Order order = order(asked.sort(), words, fields);
        byte[] digested = digested(asked, words, order, shape);
        String cursor = asked.cursor();
        return new Question(
                query(words, asked.filters(), fields),
                order,
                digested,
                cursor == null ? null : Cursor.decode(digested, order, cursor));
    }

    private static Order order(
            SearchIndex.@Nullable Sort sort, @Nullable List<String> words, SearchFields fields) {
        if (sort == null) {
            return new Order(words != null, fields.dated(), true);
        }
        fields.checkOrdered(sort.field());
        return new Order(false, sort.field(), sort.descending());
    }

    private static Query query(
            @Nullable List<String> words, List<Filter> filters, SearchFields fields) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        if (words == null) {
            all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        } else if (words.isEmpty()) {
            // Signs only. That is not the same as asking for everything.
            all.add(new MatchNoDocsQuery("The question has no words."), Occur.FILTER);
        } else {
            words.forEach(word -> all.add(word(word), Occur.MUST));
        }
        filters.forEach(filter -> all.add(filter(filter, fields), Occur.FILTER));
        return all.build();
    }

    private static Query word(String word) {
        Term term = new Term(SearchFields.TEXT, word);
        List<Query> ways = new ArrayList<>(3);
        ways.add(worth(EXACT, new TermQuery(term)));
        ways.add(worth(PREFIX, new PrefixQuery(term)));
        int typos = typos(word);
        if (typos > 0) {
            ways.add(
                    worth(
                            TYPO,
                            new FuzzyQuery(
                                    term,
                                    typos,
                                    0,
                                    FuzzyQuery.defaultMaxExpansions,
                                    FuzzyQuery.defaultTranspositions,
                                    MultiTermQuery.CONSTANT_SCORE_BLENDED_REWRITE)));
        }
        return new DisjunctionMaxQuery(ways, 0);
    }

    private static Query worth(float worth, Query match) {
        return new BoostQuery(new ConstantScoreQuery(match), worth);
    }

    /** How many typos are forgiven. None in a number: one digit off is another number. */
    private static int typos(String word) {
        int chars = word.codePointCount(0, word.length());
        if (chars < TYPO_MIN_CHARS
                || chars > TYPO_MAX_CHARS
                || word.codePoints().anyMatch(Character::isDigit)) {
            return 0;
        }
        return chars < TWO_TYPOS_MIN_CHARS ? 1 : 2;
    }

    private static Query filter(Filter filter, SearchFields fields) {
        return switch (filter) {
            case Filter.OneOf(String field, List<String> values) -> {
                fields.checkKeyword(field);
                yield KeywordField.newSetQuery(
                        field,
                        values.stream()
                                .map(value -> new BytesRef(SearchFields.keyword(value)))
                                .toList());
            }
            case Filter.Between(String field, Long from, Long to) -> {
                fields.checkOrdered(field);
                yield between(field, from, to);
            }
        };
    }

    private static Query between(String field, @Nullable Long from, @Nullable Long to) {
        if (from == null && to == null) {
            return MatchAllDocsQuery.INSTANCE;
        }
        long least = from == null ? Long.MIN_VALUE : from;
        long most = to == null ? Long.MAX_VALUE : to;
        return least > most
                ? new MatchNoDocsQuery("The bounds exclude each other.")
                : LongField.newRangeQuery(field, least, most);
    }

    /** Everything of a question but how much of the answer is wanted. */
    private static byte[] digested(
            SearchIndex.Query asked, @Nullable List<String> words, Order order, String shape) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, shape);
            out.writeInt(words == null ? -1 : words.size());
            for (String word : words == null ? List.<String>of() : words) {
                write(out, word);
            }
            out.writeInt(asked.filters().size());
            for (Filter filter : asked.filters()) {
                write(out, filter);
            }
            out.writeBoolean(order.byMatch());
            write(out, String.valueOf(order.field()));
            out.writeBoolean(order.descending());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Filter filter) throws IOException {
        switch (filter) {
            case Filter.OneOf(String field, List<String> values) -> {
                write(out, field);
                out.writeInt(values.size());
                for (String value : values) {
                    write(out, value);
                }
            }
            case Filter.Between(String field, Long from, Long to) -> {
                write(out, field);
                out.writeInt(-1);
                write(out, from + ".." + to);
            }
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}
