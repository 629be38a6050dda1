package dev.daybook.banking.model;

import dev.daybook.engine.command.Rejection;

import java.util.Map;
import java.util.UUID;

/** Why the bank refuses a command. The codes are part of the contract with clients. */
public sealed interface BankingRejection extends Rejection {

    /** The command cannot be meant as it is written. */
    record Validation(String detail) implements BankingRejection {
        @Override
        public String code() {
            return "validation";
        }
    }

    /** What the command is about does not exist. */
    record NotFound(String what, String id) implements BankingRejection {
        @Override
        public String code() {
            return "not-found";
        }

        @Override
        public String detail() {
            return "There is no " + what + " " + Texts.quoted(id) + ".";
        }
    }

    /** The caller may not do this to this account. */
    record Forbidden(String detail) implements BankingRejection {
        @Override
        public String code() {
            return "forbidden";
        }
    }

    /** A debit or hold of more than is available. */
    record InsufficientFunds(String account, Money available, Money asked)
            implements BankingRejection {
        @Override
        public String code() {
            return "insufficient-funds";
        }

        @Override
        public String detail() {
            return "The account %s has %s available; %s was asked for."
                    .formatted(account, available, asked);
        }

        @Override
        public Map<String, String> figures() {
            return Map.of(
                    "account", account,
                    "available", available.text(),
                    "asked", asked.text(),
                    "currency", asked.currency());
        }
    }

    /**
     * The account takes no such movement while it is frozen.
     *
     * @param side {@code debits} or {@code credits}
     */
    record AccountFrozen(String account, String side) implements BankingRejection {
        @Override
        public String code() {
            return "account-frozen";
        }

        @Override
        public String detail() {
            return "The account %s is frozen for %s.".formatted(account, side);
        }

        @Override
        public Map<String, String> figures() {
            return Map.of("account", account, "frozen", side);
        }
    }

    /** The account is closed. */
    record AccountClosed(String account) implements BankingRejection {
        @Override
        public String code() {
            return "account-closed";
        }

        @Override
        public String detail() {
            return "The account " + account + " is closed.";
        }
    }

    /** An account of that identifier exists already. */
    record AccountExists(String account) implements BankingRejection {
        @Override
        public String code() {
            return "account-exists";
        }

        @Override
        public String detail() {
            return "There is an account " + account + " already. Choose another id.";
        }
    }

    /** An amount in one currency meets an account in another. */
    record CurrencyMismatch(String account, String currency, String asked)
            implements BankingRejection {
        @Override
        public String code() {
            return "currency-mismatch";
        }

        @Override
        public String detail() {
            return "The account %s is in %s, not %s.".formatted(account, currency, asked);
        }

        @Override
        public Map<String, String> figures() {
            return Map.of("account", account, "currency", currency, "asked", asked);
        }
    }

    /**
     * The legs of a transaction do not sum to zero.
     *
     * @param sum what they sum to instead
     */
    record Unbalanced(String sum, String currency) implements BankingRejection {
        @Override
        public String code() {
            return "unbalanced";
        }

        @Override
        public String detail() {
            return "The legs in %s sum to %s; they must sum to zero.".formatted(currency, sum);
        }

        @Override
        public Map<String, String> figures() {
            return Map.of("sum", sum, "currency", currency);
        }
    }

    /** More than a limit allows. */
    record LimitExceeded(String detail, Map<String, String> figures) implements BankingRejection {
        public LimitExceeded {
            figures = Map.copyOf(figures);
        }

        @Override
        public String code() {
            return "limit-exceeded";
        }
    }

    /** A transaction is reversed once. */
    record AlreadyReversed(UUID transaction, UUID by) implements BankingRejection {
        @Override
        public String code() {
            return "already-reversed";
        }

        @Override
        public String detail() {
            return "The transaction %s was reversed by %s already.".formatted(transaction, by);
        }

        @Override
        public Map<String, String> figures() {
            return Map.of("transaction", transaction.toString(), "reversedBy", by.toString());
        }
    }

    /** The hold or pending credit was captured, released, cleared or returned, or has expired. */
    record HoldNotOpen(String detail) implements BankingRejection {
        @Override
        public String code() {
            return "hold-not-open";
        }
    }

    /** The command does not fit the state that the account or transaction is in. */
    record Conflict(String detail) implements BankingRejection {
        @Override
        public String code() {
            return "conflict";
        }
    }
}
