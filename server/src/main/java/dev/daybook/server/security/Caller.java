package dev.daybook.server.security;

import dev.daybook.server.problem.ProblemException;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who calls, and as what.
 *
 * @param actor the token's subject
 * @param roles all roles of the token
 * @param accounts the token's own accounts
 * @param ownOnly true when nothing but being a customer allows this call, so that it may only be
 *     about own accounts
 */
public record Caller(String actor, Set<Role> roles, List<String> accounts, boolean ownOnly) {

    static Caller of(
            String actor, Collection<Role> roles, List<String> accounts, AccessRules.Rule rule) {
        Set<Role> granted = EnumSet.noneOf(Role.class);
        granted.addAll(roles);
        granted.retainAll(rule.roles());
        return new Caller(
                actor,
                Set.copyOf(roles),
                List.copyOf(accounts),
                granted.equals(EnumSet.of(Role.CUSTOMER)));
    }

    /** Whether this account may be looked at, or drawn on, by this call. */
    public boolean mayUse(String account) {
        return !ownOnly || accounts.contains(account);
    }

    /** Refuses a call about another's account, whether or not that exists. */
    public void checkMayUse(String account) {
        if (!mayUse(account)) {
            throw ProblemException.forbidden("This is not one of your own accounts.");
        }
    }
}
