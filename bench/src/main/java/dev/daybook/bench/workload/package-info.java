/**
 * What can be asked for: each workload sets up its subject, warms it up, measures a window of
 * steady running, and checks that the books are right before it tells a figure.
 */
@NullMarked
package dev.daybook.bench.workload;

import org.jspecify.annotations.NullMarked;
