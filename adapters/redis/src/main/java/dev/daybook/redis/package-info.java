/**
 * Redis: keyed views, for reads that should cost a fraction of a millisecond.
 *
 * <p>{@link dev.daybook.redis.RedisViews} is the front door. A view is one hash: a field for each
 * key, and one, the header, for how far each lane is. What must always hold: values and lanes are
 * in one Redis key, so that Redis loses both or neither, whether it is flushed, evicts, fails over
 * or comes back from an older file; a lane moves in the same step as the last of its values; an
 * older value never replaces a newer one; and whoever reads a value sees, in the same moment, how
 * far the view is.
 */
@NullMarked
package dev.daybook.redis;

import org.jspecify.annotations.NullMarked;
