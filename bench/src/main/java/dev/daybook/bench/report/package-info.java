/**
 * Writes figures down for people: a page in Markdown with bar charts. Which figures there are is
 * the matter of whoever measured them.
 */
@NullMarked
package dev.daybook.bench.report;

import org.jspecify.annotations.NullMarked;
