package dev.daybook.lucene;

import dev.daybook.search.Question;

import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ways in which a document has a word of a question; see {@link Question} on what each is
 * worth.
 *
 * @param prefix a word that begins with it, which the very word does as well
 * @param typo one that is a typo away, as the very word is as well; null when none is forgiven
 */
record Word(Query exact, Query prefix, @Nullable Query typo) {

    /** Whichever it is, what it is worth counts. */
    Query worth() {
        List<Query> ways = new ArrayList<>(3);
        ways.add(worth(Question.EXACT, exact));
        ways.add(worth(Question.PREFIX, prefix));
        if (typo != null) {
            ways.add(worth(Question.TYPO, typo));
        }
        return new DisjunctionMaxQuery(ways, 0);
    }

    private static Query worth(float worth, Query match) {
        return new BoostQuery(new ConstantScoreQuery(match), worth);
    }

    /** Whichever it is. */
    Query any() {
        if (typo == null) {
            return prefix;
        }
        return new BooleanQuery.Builder().add(prefix, Occur.SHOULD).add(typo, Occur.SHOULD).build();
    }

    /** What is worth so much and not more, the most first. */
    Map<Float, Query> byWorth() {
        Map<Float, Query> ways = new LinkedHashMap<>();
        ways.put(Question.EXACT, exact);
        ways.put(
                Question.PREFIX,
                new BooleanQuery.Builder()
                        .add(prefix, Occur.FILTER)
                        .add(exact, Occur.MUST_NOT)
                        .build());
        if (typo != null) {
            ways.put(
                    Question.TYPO,
                    new BooleanQuery.Builder()
                            .add(typo, Occur.FILTER)
                            .add(prefix, Occur.MUST_NOT)
                            .build());
        }
        return ways;
    }
}
