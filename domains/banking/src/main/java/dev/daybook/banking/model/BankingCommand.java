package dev.daybook.banking.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the bank can be asked to do.
 *
 * <p>Amounts are exact decimals as the client wrote them: only the decision knows the currency of
 * the account, and refuses more decimals than that currency has. Where an account is called {@code
 * via}, it is one of the book's own.
 */
public sealed interface BankingCommand {

    /** The command's stable name, as clients, records and metrics call it. */
    String type();

    record OpenAccount(
            String account,
            Owner owner,
            String currency,
            @Nullable String product,
            BigDecimal overdraftLimit)
            implements BankingCommand {
        @Override
        public String type() {
            return "open-account";
        }
    }

    record Deposit(
            String account,
            BigDecimal amount,
            String via,
            @Nullable String description,
            @Nullable LocalDate valueDate,
            Map<String, String> metadata)
            implements BankingCommand {
        public Deposit {
            metadata = Metadata.sorted(metadata);
        }

        @Override
        public String type() {
            return "deposit";
        }
    }

    record Withdraw(
            String account,
            BigDecimal amount,
            String via,
            @Nullable String description,
            @Nullable LocalDate valueDate,
            Map<String, String> metadata)
            implements BankingCommand {
        public Withdraw {
            metadata = Metadata.sorted(metadata);
        }

        @Override
        public String type() {
            return "withdraw";
        }
    }

    /** Between two accounts in one currency; at most one of them is the book's own. */
    record Transfer(
            String from,
            String to,
            BigDecimal amount,
            @Nullable String description,
            @Nullable LocalDate valueDate,
            Map<String, String> metadata)
            implements BankingCommand {
        public Transfer {
            metadata = Metadata.sorted(metadata);
        }

        @Override
        public String type() {
            return "transfer";
        }
    }

    /**
     * Any movement between any accounts.
     *
     * @param kind what it is for: {@code [a-z][a-z0-9-]{0,39}}
     */
    record PostTransaction(
            String kind,
            List<Leg> legs,
            @Nullable String description,
            @Nullable LocalDate valueDate,
            Map<String, String> metadata)
            implements BankingCommand {
        public PostTransaction {
            legs = List.copyOf(legs);
            metadata = Metadata.sorted(metadata);
        }

        @Override
        public String type() {
            return "post-transaction";
        }
    }

    /**
     * One leg that is asked for.
     *
     * @param amount negative for a debit
     * @param currency may be left out where the account has one currency, or where all legs that
     *     say or have one agree
     */
    record Leg(String account, BigDecimal amount, @Nullable String currency) {}

    record ReverseTransaction(UUID transaction) implements BankingCommand {
        @Override
        public String type() {
            return "reverse-transaction";
        }
    }

    record PlaceHold(String account, BigDecimal amount, @Nullable Instant expiresAt)
            implements BankingCommand {
        @Override
        public String type() {
            return "place-hold";
        }
    }

    /** Debits all of a hold, or a part; what is left of it becomes available again. */
    record CaptureHold(String hold, @Nullable BigDecimal amount, String via)
            implements BankingCommand {
        @Override
        public String type() {
            return "capture-hold";
        }
    }

    record ReleaseHold(String hold) implements BankingCommand {
        @Override
        public String type() {
            return "release-hold";
        }
    }

    /** Given by the clock of the service once a hold's time is over. */
    record ExpireHold(String hold) implements BankingCommand {
        @Override
        public String type() {
            return "expire-hold";
        }
    }

    record AddPendingCredit(
            String account, BigDecimal amount, String via, @Nullable String description)
            implements BankingCommand {
        @Override
        public String type() {
            return "add-pending-credit";
        }
    }

    record ClearPendingCredit(String credit) implements BankingCommand {
        @Override
        public String type() {
            return "clear-pending-credit";
        }
    }

    record ReturnPendingCredit(String credit) implements BankingCommand {
        @Override
        public String type() {
            return "return-pending-credit";
        }
    }

    /** Lets a user act on the account, or changes as what. */
    record AuthorizeUser(
            String account, String user, String role, @Nullable BigDecimal perTransactionLimit)
            implements BankingCommand {
        @Override
        public String type() {
            return "authorize-user";
        }
    }

    record RevokeUser(String account, String user) implements BankingCommand {
        @Override
        public String type() {
            return "revoke-user";
        }
    }

    record FreezeAccount(String account, boolean debits, boolean credits)
            implements BankingCommand {
        @Override
        public String type() {
            return "freeze";
        }
    }

    record UnfreezeAccount(String account, boolean debits, boolean credits)
            implements BankingCommand {
        @Override
        public String type() {
            return "unfreeze";
        }
    }

    record CloseAccount(String account) implements BankingCommand {
        @Override
        public String type() {
            return "close";
        }
    }

    record ReopenAccount(String account) implements BankingCommand {
        @Override
        public String type() {
            return "reopen";
        }
    }

    record ChangeOverdraftLimit(String account, BigDecimal limit) implements BankingCommand {
        @Override
        public String type() {
            return "change-overdraft-limit";
        }
    }
}
