/**
 * What is derived: views, each folded from the feed by a pure {@link
 * dev.daybook.engine.view.Projection}, in one of three shapes (keyed, search, table) that a domain
 * declares once and any technology can hold.
 *
 * <p>{@link dev.daybook.engine.view.Views} is the front door: it runs every view on a thread of its
 * own, so that a slow or failing one touches no other. What must always hold: a view never shows
 * more than it has applied; an event that cannot be applied parks its entity in that view and stops
 * nothing else; a view rebuilt from the journal equals the one that grew with it.
 */
@NullMarked
package dev.daybook.engine.view;

import org.jspecify.annotations.NullMarked;
