/**
 * The service: HTTP in front of a bank.
 *
 * <p>{@link dev.daybook.server.DaybookServer} is the front door: it starts all of it in this
 * process, for the command line and for tests. {@link dev.daybook.server.bank} opens the book,
 * {@link dev.daybook.server.security} decides who may do what, {@link dev.daybook.server.command}
 * takes commands in, {@link dev.daybook.server.query} and {@link dev.daybook.server.live} answer,
 * and {@link dev.daybook.server.operate} lets operators look and act.
 */
@NullMarked
package dev.daybook.server;

import org.jspecify.annotations.NullMarked;
