/**
 * {@code ./daybook bench}: how fast Daybook is, and beside it the peers that do the same work on
 * the same server. {@link dev.daybook.bench.Bench} is the program; each command here reads its
 * options and runs one of the {@code workload}s, which are made of a {@code load} and what is to be
 * {@code measure}d. A program of its own: nothing of the product depends on it.
 *
 * <p>What must always hold: a run that did not keep the books right gives no figures; what was
 * refused or dropped is counted apart; and where a latency is quoted under load, it counts from the
 * moment the command was meant to be sent.
 */
@NullMarked
package dev.daybook.bench;

import org.jspecify.annotations.NullMarked;
