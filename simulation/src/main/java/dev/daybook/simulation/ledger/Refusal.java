package dev.daybook.simulation.ledger;

import dev.daybook.engine.command.Rejection;

/** Why the ledger refuses a transfer. */
public enum Refusal implements Rejection {
    NO_SUCH_ACCOUNT("no-such-account"),
    INSUFFICIENT_FUNDS("insufficient-funds");

    private final String code;

    Refusal(String code) {
        this.code = code;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String detail() {
        return code;
    }
}
