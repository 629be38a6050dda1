/**
 * What is measured and how it is written down: figures, latencies, the use of processors and of the
 * write-ahead log. Knows nothing of what is running.
 */
@NullMarked
package dev.daybook.bench.measure;

import org.jspecify.annotations.NullMarked;
