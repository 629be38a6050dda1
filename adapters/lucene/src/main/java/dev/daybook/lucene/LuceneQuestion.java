package dev.daybook.lucene;

import dev.daybook.engine.view.SearchIndex.Filter;
import dev.daybook.search.Order;
import dev.daybook.search.Place;
import dev.daybook.search.Question;

import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A question in Lucene's terms. It is built from parts, never parsed.
 *
 * @param query what must match, by worth if it is answered in that order
 * @param filter the same without worth, which is cheaper to count
 * @param tiers the first of those matches that are worth the same, the most first; none when it is
 *     not answered in that order
 * @param complete whether the tiers are all there is
 * @param order in which order it is answered
 * @param after the place to go on from, or null to begin
 */
record LuceneQuestion(
        Query query,
        Query filter,
        List<Tiers.Tier> tiers,
        boolean complete,
        Order order,
        @Nullable FieldDoc after) {

    static LuceneQuestion of(Question asked) {
        List<String> words = asked.words();
        List<Query> filters = asked.filters().stream().map(LuceneQuestion::filter).toList();
        List<Word> matched =
                words == null ? List.of() : words.stream().map(LuceneQuestion::word).toList();
        Tiers tiers = asked.order().byMatch() ? Tiers.of(matched, filters) : Tiers.NONE;
        return new LuceneQuestion(
                query(words, matched, filters, Word::worth, Occur.MUST),
                query(words, matched, filters, Word::any, Occur.FILTER),
                tiers.first(),
                tiers.complete(),
                asked.order(),
                after(asked));
    }

    private static Query query(
            @Nullable List<String> words,
            List<Word> matched,
            List<Query> filters,
            Function<Word, Query> match,
            Occur occur) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        if (words == null) {
            all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        } else if (words.isEmpty()) {
            // Signs only. That is not the same as asking for everything.
            all.add(new MatchNoDocsQuery("The question has no words."), Occur.FILTER);
        } else {
            matched.forEach(word -> all.add(match.apply(word), occur));
        }
        filters.forEach(filter -> all.add(filter, Occur.FILTER));
        return all.build();
    }

    static Sort sort(Order order) {
        List<SortField> keys = new ArrayList<>(3);
        if (order.byMatch()) {
            keys.add(SortField.FIELD_SCORE);
        }
        if (order.field() != null) {
            keys.add(
                    LongField.newSortField(
                            order.field(),
                            order.descending(),
                            SortedNumericSelector.Type.MIN,
                            order.missing()));
        }
        keys.add(new SortField(Documents.ID, SortField.Type.STRING));
        return new Sort(keys.toArray(SortField[]::new));
    }

    /** The place where the answer goes on, or null where it begins. */
    private static @Nullable FieldDoc after(Question question) {
        Place place = question.after();
        if (place == null) {
            return null;
        }
        Order order = question.order();
        List<Object> values = new ArrayList<>(3);
        if (order.byMatch()) {
            values.add(place.match());
        }
        if (order.field() != null) {
            values.add(place.number());
        }
        values.add(new BytesRef(place.id()));
        // Only the shown document itself equals it in all values, and it has been shown.
        return new FieldDoc(Integer.MAX_VALUE, Float.NaN, values.toArray());
    }

    /** The place of a document found in this order. */
    static Place place(Order order, FieldDoc found) {
        Object[] values = found.fields;
        int next = 0;
        float match = order.byMatch() ? (Float) values[next++] : 0;
        long number = order.field() != null ? (Long) values[next++] : 0;
        return new Place(match, number, ((BytesRef) values[next]).utf8ToString());
    }

    private static Word word(String word) {
        Term term = new Term(Documents.TEXT, word);
        int typos = Question.typos(word);
        return new Word(
                new TermQuery(term),
                new PrefixQuery(term),
                typos == 0
                        ? null
                        : new FuzzyQuery(
                                term,
                                typos,
                                0,
                                FuzzyQuery.defaultMaxExpansions,
                                FuzzyQuery.defaultTranspositions,
                                MultiTermQuery.CONSTANT_SCORE_BLENDED_REWRITE));
    }

    private static Query filter(Filter filter) {
        return switch (filter) {
            case Filter.OneOf(String field, List<String> values) ->
                    KeywordField.newSetQuery(field, values.stream().map(BytesRef::new).toList());
            case Filter.Between(String field, Long from, Long to) -> between(field, from, to);
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
}
