package dev.daybook.banking.model;

import java.util.Map;

/**
 * How a rule ends a decision, so that rules read as one sentence after the other. Never leaves the
 * decider, and has no stack trace: being refused is ordinary.
 */
final class Refused extends RuntimeException {

    private final transient BankingRejection rejection;

    Refused(BankingRejection rejection) {
        super(rejection.code(), null, false, false);
        this.rejection = rejection;
    }

    BankingRejection rejection() {
        return rejection;
    }

    static Refused validation(String detail) {
        return new Refused(new BankingRejection.Validation(detail));
    }

    static Refused conflict(String detail) {
        return new Refused(new BankingRejection.Conflict(detail));
    }

    static Refused limit(String detail) {
        return new Refused(new BankingRejection.LimitExceeded(detail, Map.of()));
    }
}
