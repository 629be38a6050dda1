/**
 * The small language of {@code events --where}: comparisons over the fields of a recorded event,
 * joined by {@code and}, {@code or} and {@code not}. {@link dev.daybook.cli.where.Where} is the
 * front door.
 */
@NullMarked
package dev.daybook.cli.where;

import org.jspecify.annotations.NullMarked;
