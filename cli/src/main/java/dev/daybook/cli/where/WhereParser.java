package dev.daybook.cli.where;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A recursive-descent parser of the grammar in {@link Where}. */
final class WhereParser {

    /** Parentheses and {@code not} deeper than this are a mistake, not a question. */
    private static final int DEPTH_MAX = 100;

    private static final int LENGTH_MAX = 10_000;

    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s*(?:(?<sign><=|>=|!=|[=<>~(),])|(?<text>\"[^\"]*\"|'[^']*')"
                            + "|(?<word>[\\w@.:+%/-]+))",
                    Pattern.UNICODE_CHARACTER_CLASS);

    private record Token(String text, Kind kind, int at) {
        enum Kind {
            SIGN,
            TEXT,
            WORD,
            END
        }

        boolean is(String other) {
            return kind != Kind.TEXT && text.toLowerCase(Locale.ROOT).equals(other);
        }
    }

    private final List<Token> tokens = new ArrayList<>();
    private int next;
    private int depth;

    WhereParser(String written) {
        String text = written.stripTrailing();
        if (text.length() > LENGTH_MAX) {
            throw new WhereSyntaxException("It is longer than " + LENGTH_MAX + " characters.");
        }
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.region(at, text.length()).lookingAt()) {
                throw new WhereSyntaxException(
                        "'"
                                + text.substring(at).strip().charAt(0)
                                + "' at character "
                                + (at + 1)
                                + " cannot be read; texts are written in quotes.");
            }
            tokens.add(token(matcher));
            at = matcher.end();
        }
        tokens.add(new Token("the end", Token.Kind.END, text.length()));
    }

    private static Token token(Matcher matcher) {
        String text = matcher.group("text");
        if (text != null) {
            return new Token(
                    text.substring(1, text.length() - 1), Token.Kind.TEXT, matcher.start("text"));
        }
        String word = matcher.group("word");
        return word != null
                ? new Token(word, Token.Kind.WORD, matcher.start("word"))
                : new Token(matcher.group("sign"), Token.Kind.SIGN, matcher.start("sign"));
    }

    Where parse() {
        Where where = condition();
        if (peek().kind() != Token.Kind.END) {
            throw expected("'and', 'or' or the end", peek());
        }
        return where;
    }

    private Where condition() {
        Where where = term();
        while (take("or")) {
            where = new Where.Or(where, term());
        }
        return where;
    }

    private Where term() {
        Where where = factor();
        while (take("and")) {
            where = new Where.And(where, factor());
        }
        return where;
    }

    private Where factor() {
        if (++depth > DEPTH_MAX) {
            throw new WhereSyntaxException("It is nested deeper than " + DEPTH_MAX + " levels.");
        }
        Where where;
        if (take("not")) {
            where = new Where.Not(factor());
        } else if (take("(")) {
            where = condition();
            if (!take(")")) {
                throw expected("')'", peek());
            }
        } else {
            where = comparison();
        }
        depth--;
        return where;
    }

    private Where comparison() {
        Token name = tokens.get(next++);
        if (name.kind() != Token.Kind.WORD) {
            throw expected("the name of a field", name);
        }
        Field field = new Field(List.of(name.text().split("\\.")));
        if (take("in")) {
            return oneOf(field);
        }
        Token sign = tokens.get(next++);
        for (Operator operator : Operator.values()) {
            if (sign.kind() == Token.Kind.SIGN && sign.text().equals(operator.sign())) {
                return new Where.Compare(field, operator, value());
            }
        }
        throw expected("one of " + Where.OPERATORS, sign);
    }

    private Where oneOf(Field field) {
        if (!take("(")) {
            throw expected("'('", peek());
        }
        Where any = new Where.Compare(field, Operator.EQUAL, value());
        while (take(",")) {
            any = new Where.Or(any, new Where.Compare(field, Operator.EQUAL, value()));
        }
        if (!take(")")) {
            throw expected("',' or ')'", peek());
        }
        return any;
    }

    private Value value() {
        Token token = tokens.get(next++);
        return switch (token.kind()) {
            case TEXT -> new Value(token.text(), true);
            case WORD -> new Value(token.text(), false);
            case SIGN, END -> throw expected("a number or a text in quotes", token);
        };
    }

    private Token peek() {
        return tokens.get(next);
    }

    private boolean take(String text) {
        if (peek().is(text)) {
            next++;
            return true;
        }
        return false;
    }

    private static WhereSyntaxException expected(String what, Token found) {
        return new WhereSyntaxException(
                found.kind() == Token.Kind.END
                        ? "It ends where " + what + " was expected."
                        : "At character "
                                + (found.at() + 1)
                                + " is '"
                                + found.text()
                                + "', where "
                                + what
                                + " was expected.");
    }
}
