/**
 * How commands come in: one at a time, each at its own address, or many in one stream.
 *
 * <p>{@link dev.daybook.server.command.CommandTypes} is the one mapping from what clients write to
 * what the bank understands, {@link dev.daybook.server.command.CommandGateway} the way to the book
 * and back. Those that come by the thousand take a short way, {@link
 * dev.daybook.server.command.PlainCommands}. What must always hold: a command means the same
 * whichever way it came; nothing is answered before it is durable.
 */
@NullMarked
package dev.daybook.server.command;

import org.jspecify.annotations.NullMarked;
