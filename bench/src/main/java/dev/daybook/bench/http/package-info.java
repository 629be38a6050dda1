/**
 * A server in a process of its own, as its users start it, and what is needed to talk to it. Knows
 * nothing of the server's code.
 */
@NullMarked
package dev.daybook.bench.http;

import org.jspecify.annotations.NullMarked;
