package dev.daybook.server.security;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Who a token is of, for connections that outlast a request.
 *
 * @param caller as one that may do anything that one of its roles may
 * @param expiresAt from when on the token is not taken any more; null for never
 */
public record Identity(Caller caller, @Nullable Instant expiresAt) {}
