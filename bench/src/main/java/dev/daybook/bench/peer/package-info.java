/** The same transfers as others write them, on the same server with the same durability. */
@NullMarked
package dev.daybook.bench.peer;

import org.jspecify.annotations.NullMarked;
