/**
 * What a person sees: progress that rewrites its own line, tables, and complaints of one line. All
 * of it goes to the error stream or is left out when nobody watches, so that a script's output
 * stays clean.
 */
@NullMarked
package dev.daybook.cli.terminal;

import org.jspecify.annotations.NullMarked;
