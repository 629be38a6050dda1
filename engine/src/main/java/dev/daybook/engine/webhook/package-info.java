/**
 * Tells servers elsewhere what happens: each event that a webhook wants is sent to its address, in
 * the order of its entity, until it has been taken.
 *
 * <p>The front door is {@link dev.daybook.engine.webhook.Courier}, which does one step for one
 * webhook and owns no thread. What must always hold:
 *
 * <ul>
 *   <li>An event is sent before {@link dev.daybook.engine.webhook.Webhook#position} passes it, or
 *       is among those that wait. So each is delivered at least once, whatever ends when.
 *   <li>Of one entity nothing is sent while an earlier event of it waits. Entities do not wait for
 *       each other.
 *   <li>What waits is bounded. A receiver that takes nothing makes its own webhook stand still, and
 *       the journal keeps what it is to get.
 * </ul>
 */
@NullMarked
package dev.daybook.engine.webhook;

import org.jspecify.annotations.NullMarked;
