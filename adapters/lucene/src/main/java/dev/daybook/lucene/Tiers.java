package dev.daybook.lucene;

import dev.daybook.search.Question;

import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A question taken apart by what its matches are worth. Within a tier all are worth the same, so
 * that it is answered newest first, and whatever is older than a full page need not be looked at.
 * Asked as one, by worth and then by time, each of two million equal matches would have to be.
 *
 * <p>Two words have six tiers. More words have too many, and what is worth most comes first and the
 * rest is asked as one.
 *
 * @param complete whether these are all
 */
record Tiers(List<Tier> first, boolean complete) {

    static final Tiers NONE = new Tiers(List.of(), false);

    private static final int TAKEN_APART_MAX_WORDS = 2;

    /** The matches that are worth so much. */
    record Tier(float worth, Query query) {}

    static Tiers of(List<Word> words, List<Query> filters) {
        if (words.isEmpty()) {
            return NONE;
        }
        if (words.size() > TAKEN_APART_MAX_WORDS) {
            List<Query> exact = words.stream().map(Word::exact).toList();
            return new Tiers(
                    List.of(new Tier(Question.EXACT * words.size(), all(exact, filters))), false);
        }
        Map<Float, List<Query>> byWorth = new TreeMap<>(Comparator.reverseOrder());
        combine(words, List.of(), 0, filters, byWorth);
        List<Tier> tiers = new ArrayList<>();
        byWorth.forEach((worth, ways) -> tiers.add(new Tier(worth, any(ways))));
        return new Tiers(tiers, true);
    }

    /** Each way to have the first words, with each way to have the next. */
    private static void combine(
            List<Word> words,
            List<Query> chosen,
            float worth,
            List<Query> filters,
            Map<Float, List<Query>> byWorth) {
        if (chosen.size() == words.size()) {
            byWorth.computeIfAbsent(worth, _ -> new ArrayList<>()).add(all(chosen, filters));
            return;
        }
        words.get(chosen.size())
                .byWorth()
                .forEach((more, way) -> {
                    List<Query> next = new ArrayList<>(chosen);
                    next.add(way);
                    combine(words, next, worth + more, filters, byWorth);
                });
    }

    private static Query all(List<Query> queries, List<Query> filters) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        queries.forEach(query -> all.add(query, Occur.FILTER));
        filters.forEach(filter -> all.add(filter, Occur.FILTER));
        return all.build();
    }

    private static Query any(List<Query> ways) {
        if (ways.size() == 1) {
            return ways.getFirst();
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        ways.forEach(way -> any.add(way, Occur.SHOULD));
        return any.build();
    }
}
