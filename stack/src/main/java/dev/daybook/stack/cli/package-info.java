/**
 * {@code ./daybook stack}: a program of its own, so that the product carries nothing of it. What
 * was asked for goes to the standard output, and how it went to the error stream.
 */
@NullMarked
package dev.daybook.stack.cli;

import org.jspecify.annotations.NullMarked;
