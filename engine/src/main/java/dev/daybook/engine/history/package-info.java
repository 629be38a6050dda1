/**
 * Any entity at any position: {@link dev.daybook.engine.history.EntityHistory} folds it from the
 * nearest snapshot, so that an entity with a million events answers as fast as one with ten.
 */
@NullMarked
package dev.daybook.engine.history;

import org.jspecify.annotations.NullMarked;
