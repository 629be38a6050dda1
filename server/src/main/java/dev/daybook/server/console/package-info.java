/**
 * The pages that people look at, made on the server: each works without a script. What a page shows
 * it asks of the same handlers that answer programs, with the same rules of who may see what.
 *
 * <p>Templates are in {@code src/main/jte}, all words in {@link dev.daybook.server.console.Texts},
 * styles and scripts under {@code /assets}.
 */
@NullMarked
package dev.daybook.server.console;

import org.jspecify.annotations.NullMarked;
