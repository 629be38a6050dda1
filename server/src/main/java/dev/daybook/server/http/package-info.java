/**
 * What every handler shares: the strict JSON, the bounds of a request, the headers that go with
 * commands and reads, and the reading of texts that come from outside.
 *
 * <p>What must always hold: nothing that a client sends gets further than here without having been
 * bounded in length and found printable.
 */
@NullMarked
package dev.daybook.server.http;

import org.jspecify.annotations.NullMarked;
