/**
 * Axon Framework 5 with its event store on PostgreSQL, put together through its own configuration
 * as its reference guide says: the aggregate-based JPA event storage engine (the one with an open
 * licence; the vendor's own PostgreSQL engine has a commercial one) on Hibernate, {@code bytea}
 * instead of large objects, the JPA transaction manager of the unit of work, tags on events, an
 * entity sourced by criteria, a command handler that has the entity injected. What the release
 * lacks and an application would add is added: a cache of streams. Nothing of it knows Daybook, and
 * only {@link dev.daybook.bench.peer.axon.AxonLedger} is seen from outside.
 */
@NullMarked
package dev.daybook.bench.peer.axon;

import org.jspecify.annotations.NullMarked;
