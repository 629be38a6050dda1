/**
 * The domain-free half of Daybook: commands are decided over entities, what was decided is appended
 * to a gapless and hashed journal, and views are folded from that journal.
 *
 * <p>The flow is left to right, and so are the dependencies between packages: {@code event} (what
 * an event is and how it is written) → {@code journal} (the recorded order of events) → {@code
 * command} (how a domain decides) → {@code commit} (many commands, one transaction) → {@code feed}
 * and {@code view} (what is derived). Beside the line, and only reading it: {@code relay} (how the
 * journal gets to a broker), {@code history} (any entity at any position), {@code explain} (where
 * is this command?) and {@code verify} (is the record whole and true?).
 *
 * <p>Nothing here knows a database, a broker or a web framework. Technology lives in the adapters,
 * rules in the domains.
 */
@NullMarked
package dev.daybook.engine;

import org.jspecify.annotations.NullMarked;
