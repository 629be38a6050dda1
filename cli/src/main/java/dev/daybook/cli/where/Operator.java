package dev.daybook.cli.where;

import java.util.Locale;

/** How a field is compared with a value. */
enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">="),
    CONTAINS("~");

    private final String sign;

    Operator(String sign) {
        this.sign = sign;
    }

    String sign() {
        return sign;
    }

    boolean test(Value found, Value asked) {
        if (found.isNull() || asked.isNull()) {
            boolean same = found.isNull() && asked.isNull();
            return this == EQUAL ? same : this == NOT_EQUAL && !same;
        }
        if (this == CONTAINS) {
            return found.text()
                    .toLowerCase(Locale.ROOT)
                    .contains(asked.text().toLowerCase(Locale.ROOT));
        }
        int order = found.compareTo(asked);
        return switch (this) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case MORE -> order > 0;
            case AT_LEAST -> order >= 0;
            case CONTAINS -> throw new IllegalStateException("Answered above.");
        };
    }
}
