package dev.daybook.server.query;

import dev.daybook.banking.view.TransactionDocument;
import dev.daybook.engine.view.SearchIndex;
import dev.daybook.engine.view.SearchIndex.Filter;
import dev.daybook.server.http.Given;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.security.Caller;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The parameters of a search, and the question that they mean. */
record TransactionQuestion(
        @Nullable String q,
        @Nullable String account,
        @Nullable String kind,
        @Nullable String status,
        @Nullable String currency,
        @Nullable String minAmount,
        @Nullable String maxAmount,
        @Nullable String from,
        @Nullable String to,
        @Nullable String sort,
        @Nullable String cursor,
        @Nullable String limit,
        @Nullable String facets) {

    private static final int LIMIT = 50;
    private static final int WORDS_CHARS_MAX = 200;
    private static final Set<String> SORTS = Set.of("amount", "valueDate", "recordedAt");
    private static final Set<String> FACETS = Set.of("kind", "status", "account", "currency");

    SearchIndex.Query query(Caller caller) {
        return new SearchIndex.Query(
                Given.textOrNull("q", q, WORDS_CHARS_MAX),
                filters(caller),
                sort == null ? null : sort(sort),
                cursor,
                Given.limit(limit, LIMIT, SearchIndex.LIMIT_MAX),
                facets == null ? List.of() : facets(facets));
    }

    private List<Filter> filters(Caller caller) {
        List<Filter> filters = new ArrayList<>();
        oneOf(filters, "account", account);
        oneOf(filters, "kind", kind);
        oneOf(filters, "status", status);
        oneOf(filters, "currency", currency);
        if (caller.ownOnly()) {
            filters.add(OwnAccounts.filter("account", caller));
        }
        BigDecimal least = Given.amountOrNull("minAmount", minAmount);
        BigDecimal most = Given.amountOrNull("maxAmount", maxAmount);
        if (least != null || most != null) {
            filters.add(
                    new Filter.Between(
                            "amount",
                            least == null ? null : TransactionDocument.searchAmount(least),
                            most == null ? null : TransactionDocument.searchAmount(most)));
        }
        LocalDate first = Given.dateOrNull("from", from);
        LocalDate last = Given.dateOrNull("to", to);
        if (first != null || last != null) {
            filters.add(
                    new Filter.Between(
                            "valueDate",
                            first == null ? null : (Long) first.toEpochDay(),
                            last == null ? null : (Long) last.toEpochDay()));
        }
        return filters;
    }

    private static void oneOf(List<Filter> filters, String field, @Nullable String values) {
        if (values != null) {
            List<String> all = words(values);
            if (all.isEmpty()) {
                throw ProblemException.validation(field, "'" + field + "' is empty.");
            }
            filters.add(new Filter.OneOf(field, all));
        }
    }

    /** {@code amount}, {@code -amount}, {@code amount:desc} or {@code amount:asc}. */
    private static SearchIndex.Sort sort(String text) {
        String field = text;
        boolean descending = false;
        if (text.startsWith("-")) {
            field = text.substring(1);
            descending = true;
        } else if (text.endsWith(":desc")) {
            field = text.substring(0, text.length() - ":desc".length());
            descending = true;
        } else if (text.endsWith(":asc")) {
            field = text.substring(0, text.length() - ":asc".length());
        }
        if (!SORTS.contains(field)) {
            throw ProblemException.validation(
                    "sort",
                    "'sort' is amount, valueDate or recordedAt, with a minus in front to go"
                            + " downwards.");
        }
        return new SearchIndex.Sort(field, descending);
    }

    private static List<String> facets(String text) {
        List<String> fields = words(text);
        if (!FACETS.containsAll(fields)) {
            throw ProblemException.validation(
                    "facets", "'facets' are kind, status, account and currency.");
        }
        return fields;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split(",")) {
            if (!word.isBlank()) {
                words.add(word.strip());
            }
        }
        return words.stream().distinct().toList();
    }
}
