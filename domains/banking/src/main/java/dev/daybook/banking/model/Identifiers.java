package dev.daybook.banking.model;

import dev.daybook.engine.event.EntityId;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * How accounts, transactions, holds and pending credits are named.
 *
 * <p>A transaction bears the identifier of the command that posted it. A hold, and a pending credit
 * likewise, is {@code <account>~<command>}, so that its account is known without looking it up.
 */
public final class Identifiers {

    /** The kind of entity that has a balance. */
    public static final String ACCOUNT = "account";

    /** The kind of entity that is a posted transaction. */
    public static final String TRANSACTION = "transaction";

    /** The book's own account that cash comes from and goes to. */
    public static final String CASH = "@cash";

    private static final char PART = '~';
    private static final int UUID_CHARS = 36;
    private static final int ACCOUNT_CHARS_MAX = 64;
    private static final char BOOKS_OWN = '@';

    private Identifiers() {}

    public static EntityId account(String id) {
        return new EntityId(ACCOUNT, id);
    }

    public static EntityId transaction(UUID id) {
        return new EntityId(TRANSACTION, id.toString());
    }

    /** True for what a customer's account may be called: 1–64 of {@code A-Za-z0-9._:-}. */
    public static boolean isCustomerAccount(@Nullable String id) {
        return id != null && isName(id, 0);
    }

    /** True for what the book's own accounts are called: {@code @} and 1–63 of the same. */
    public static boolean isBookAccount(@Nullable String id) {
        return id != null && !id.isEmpty() && id.charAt(0) == BOOKS_OWN && isName(id, 1);
    }

    /** Asked several times a posting, which is why it is no regular expression. */
    private static boolean isName(String id, int from) {
        if (id.length() == from || id.length() > ACCOUNT_CHARS_MAX) {
            return false;
        }
        for (int i = from; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letterOrDigit =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && "._:-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    public static boolean isAccount(@Nullable String id) {
        return isCustomerAccount(id) || isBookAccount(id);
    }

    /** The identifier of the hold or pending credit that a command puts on an account. */
    public static String part(String account, UUID command) {
        return account + PART + command;
    }

    /**
     * The account of a hold or pending credit, or null when the text cannot be the identifier of
     * one.
     */
    public static @Nullable String accountOf(String part) {
        int at = part.length() - UUID_CHARS - 1;
        if (at < 1 || part.charAt(at) != PART) {
            return null;
        }
        String account = part.substring(0, at);
        return isCustomerAccount(account) ? account : null;
    }
}
