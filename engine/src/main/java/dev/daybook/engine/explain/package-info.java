/**
 * One question, one answer: where is this command? {@link dev.daybook.engine.explain.Explainer}
 * gives each stage with its time, and a verdict in plain words.
 */
@NullMarked
package dev.daybook.engine.explain;

import org.jspecify.annotations.NullMarked;
