/**
 * What is measured against: a bank on a PostgreSQL server of its own, the transfers that every
 * contestant makes, and the ways to send them (so many in flight; so many a second).
 */
@NullMarked
package dev.daybook.bench.load;

import org.jspecify.annotations.NullMarked;
