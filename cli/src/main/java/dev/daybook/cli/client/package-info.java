/**
 * A client of the HTTP contract, as any other client would be one: {@link
 * dev.daybook.cli.client.DaybookClient} asks, {@link dev.daybook.cli.client.BatchPost} posts many
 * commands, {@link dev.daybook.cli.client.EventStream} follows the journal.
 *
 * <p>What must always hold: a command is only ever sent again under the same idempotency key, and
 * commands are sent in the order in which they were given.
 */
@NullMarked
package dev.daybook.cli.client;

import org.jspecify.annotations.NullMarked;
