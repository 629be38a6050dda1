/**
 * The command line: {@link dev.daybook.cli.Daybook} is the main class; each command is a class
 * named after it.
 *
 * <p>What must always hold: exit code 0 only on success, 1 when something was wrong, 2 when the
 * command was written wrongly; errors are one plain line on the error stream with a next step; what
 * a script may read is on the output stream, and with {@code --json} it is JSON.
 */
@NullMarked
package dev.daybook.cli;

import org.jspecify.annotations.NullMarked;
