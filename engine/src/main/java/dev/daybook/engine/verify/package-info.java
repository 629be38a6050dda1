/**
 * Is the record whole and true? {@link dev.daybook.engine.verify.Verifier} reads the whole journal
 * and holds it against itself and against the current state.
 */
@NullMarked
package dev.daybook.engine.verify;

import org.jspecify.annotations.NullMarked;
