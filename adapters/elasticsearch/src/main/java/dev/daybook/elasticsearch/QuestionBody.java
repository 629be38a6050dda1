package dev.daybook.elasticsearch;

import dev.daybook.engine.view.SearchIndex.Filter;
import dev.daybook.search.Order;
import dev.daybook.search.Place;
import dev.daybook.search.Question;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;

/** A question in Elasticsearch's words. It is built from parts, never parsed. */
final class QuestionBody {

    /** Elasticsearch takes no more values of one field by itself. */
    private static final int VALUES_MAX = 65_536;

    /** Across shards, so that the most frequent of all are among the most frequent of each. */
    private static final int SHARD_VALUES = 5_000;

    private QuestionBody() {}

    /**
     * @param limit documents of the page; one more is asked for, which tells whether there is a
     *     next one
     */
    static ObjectNode of(Question question, int limit, List<String> facets, Duration atMost) {
        Order order = question.order();
        ObjectNode body = Json.object();
        body.put("timeout", atMost.toMillis() + "ms");
        body.put("track_total_hits", true);
        body.put("size", limit + 1);
        body.putArray("_source").add(Fields.DOCUMENT);
        body.set("query", query(question));
        ArrayNode sort = body.putArray("sort");
        if (order.byMatch()) {
            sort.addObject().put("_score", "desc");
        }
        if (order.field() != null) {
            sort.addObject()
                    .putObject(order.field())
                    .put("order", order.descending() ? "desc" : "asc")
                    .put("mode", "min")
                    .put("missing", "_last");
        }
        sort.addObject().put(Fields.ID, "asc");
        Place after = question.after();
        if (after != null) {
            ArrayNode values = body.putArray("search_after");
            if (order.byMatch()) {
                values.add(after.match());
            }
            if (order.field() != null) {
                values.add(after.number());
            }
            values.add(after.id());
        }
        if (!facets.isEmpty()) {
            facets(body.putObject("aggs"), facets);
        }
        return body;
    }

    /** The name of a facet in an answer. */
    static String facet(int number) {
        return "facet" + number;
    }

    /** The place of a document found in this order. */
    static Place place(Order order, JsonNode found) {
        JsonNode values = found.path("sort");
        int next = 0;
        float match = order.byMatch() ? values.path(next++).floatValue() : 0;
        long number = order.field() != null ? values.path(next++).longValue() : 0;
        return new Place(match, number, values.path(next).stringValue());
    }

    private static void facets(ObjectNode into, List<String> facets) {
        for (int i = 0; i < facets.size(); i++) {
            ObjectNode terms = into.putObject(facet(i)).putObject("terms");
            terms.put("field", facets.get(i));
            terms.put("size", Question.FACET_VALUES_MAX);
            terms.put("shard_size", SHARD_VALUES);
            ArrayNode order = terms.putArray("order");
            order.addObject().put("_count", "desc");
            order.addObject().put("_key", "asc");
        }
    }

    private static ObjectNode query(Question question) {
        ObjectNode query = Json.object();
        List<String> words = question.words();
        if (words == null && question.filters().isEmpty()) {
            query.putObject("match_all"); // as it is: its matches need not be counted
            return query;
        }
        if (words != null && words.isEmpty()) {
            query.putObject("match_none"); // signs only, which is not asking for everything
            return query;
        }
        ObjectNode all = query.putObject("bool");
        if (words != null) {
            ArrayNode must = all.putArray(question.order().byMatch() ? "must" : "filter");
            words.forEach(word -> must.add(word(word)));
        }
        ArrayNode filters = all.withArray("filter");
        question.filters().forEach(filter -> filters.add(filter(filter)));
        return query;
    }

    private static ObjectNode word(String word) {
        String term = Json.wellFormed(word);
        ObjectNode query = Json.object();
        ArrayNode ways = query.putObject("dis_max").put("tie_breaker", 0).putArray("queries");
        worth(ways, Question.EXACT).putObject("term").put(Fields.WORDS, term);
        worth(ways, Question.PREFIX)
                .putObject("prefix")
                .putObject(Fields.WORDS)
                .put("value", term)
                .put("rewrite", "constant_score_blended");
        int typos = Question.typos(word);
        if (typos > 0) {
            worth(ways, Question.TYPO)
                    .putObject("fuzzy")
                    .putObject(Fields.WORDS)
                    .put("value", term)
                    .put("fuzziness", typos)
                    .put("prefix_length", 0)
                    .put("transpositions", true)
                    .put("rewrite", "constant_score_blended");
        }
        return query;
    }

    /** Adds a way to match, and returns what is to be filled with it. */
    private static ObjectNode worth(ArrayNode ways, float worth) {
        return ways.addObject().putObject("constant_score").put("boost", worth).putObject("filter");
    }

    private static ObjectNode filter(Filter filter) {
        ObjectNode query = Json.object();
        switch (filter) {
            case Filter.OneOf(String field, List<String> values) -> {
                if (values.size() > VALUES_MAX) {
                    throw new IllegalArgumentException(
                            "A filter takes "
                                    + VALUES_MAX
                                    + " values of '"
                                    + field
                                    + "' at most, not "
                                    + values.size()
                                    + ".");
                }
                ArrayNode any = query.putObject("terms").putArray(field);
                values.forEach(value -> any.add(Json.wellFormed(value)));
            }
            case Filter.Between(String field, Long from, Long to) ->
                    between(query, field, from, to);
        }
        return query;
    }

    private static void between(
            ObjectNode query, String field, @Nullable Long from, @Nullable Long to) {
        if (from == null && to == null) {
            query.putObject("match_all");
            return;
        }
        if (from != null && to != null && from > to) {
            query.putObject("match_none");
            return;
        }
        ObjectNode range = query.putObject("range").putObject(field);
        if (from != null) {
            range.put("gte", from);
        }
        if (to != null) {
            range.put("lte", to);
        }
    }
}
