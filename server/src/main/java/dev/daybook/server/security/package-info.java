/**
 * Who may do what. Nothing is anonymous but what {@link dev.daybook.server.security.AccessRules}
 * says is open, and nothing is allowed but what it allows.
 *
 * <p>{@link dev.daybook.server.security.LocalTokens} signs in on one machine; any OpenID Connect
 * issuer does in production. What must always hold: an endpoint without a rule cannot be reached;
 * who is only a customer sees and moves only own accounts.
 */
@NullMarked
package dev.daybook.server.security;

import org.jspecify.annotations.NullMarked;
