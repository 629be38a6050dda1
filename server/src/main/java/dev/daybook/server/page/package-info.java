/** The first page: the book alive in a browser, with nothing but what the API gives. */
@NullMarked
package dev.daybook.server.page;

import org.jspecify.annotations.NullMarked;
