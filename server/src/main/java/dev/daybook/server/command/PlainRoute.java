package dev.daybook.server.command;

import static java.util.Objects.requireNonNull;

import dev.daybook.server.security.AccessRules;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One of the addresses whose requests come by the thousand.
 *
 * @param template its address, as {@link AccessRules} has it
 * @param path what the address names
 */
record PlainRoute(CommandType<?> type, String template, AccessRules.Rule rule, List<String> path) {

    private static final String ACCOUNTS = "/v1/accounts/";
    private static final int NAME_CHARS_MAX = 64;

    private static final PlainRoute TRANSFER = of(CommandTypes.TRANSFER, "/v1/transfers");
    private static final PlainRoute TRANSACTION =
            of(CommandTypes.POST_TRANSACTION, "/v1/transactions");
    private static final PlainRoute DEPOSIT =
            of(CommandTypes.DEPOSIT, "/v1/accounts/{id}/deposits");
    private static final PlainRoute WITHDRAWAL =
            of(CommandTypes.WITHDRAW, "/v1/accounts/{id}/withdrawals");

    private static PlainRoute of(CommandType<?> type, String template) {
        return new PlainRoute(
                type, template, requireNonNull(AccessRules.find("POST", template)), List.of());
    }

    /** The route of an address that can be read in one way only, or null. */
    static @Nullable PlainRoute find(String address) {
        return switch (address) {
            case "/v1/transfers" -> TRANSFER;
            case "/v1/transactions" -> TRANSACTION;
            default -> address.startsWith(ACCOUNTS) ? ofAccount(address) : null;
        };
    }

    private static @Nullable PlainRoute ofAccount(String address) {
        int slash = address.indexOf('/', ACCOUNTS.length());
        if (slash < 0 || !isPlain(address, ACCOUNTS.length(), slash)) {
            return null;
        }
        PlainRoute route =
                switch (address.substring(slash)) {
                    case "/deposits" -> DEPOSIT;
                    case "/withdrawals" -> WITHDRAWAL;
                    default -> null;
                };
        return route == null
                ? null
                : new PlainRoute(
                        route.type,
                        route.template,
                        route.rule,
                        List.of(address.substring(ACCOUNTS.length(), slash)));
    }

    /** A name without anything that has to be decoded, or that means something in an address. */
    private static boolean isPlain(String address, int from, int to) {
        if (to == from || to - from > NAME_CHARS_MAX || address.charAt(from) == '.') {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = address.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '_'
                            || c == '.';
            if (!plain) {
                return false;
            }
        }
        return true;
    }
}
