/**
 * An invented bank for a first look: people who are paid, pay rent and go shopping, shops that earn
 * and pay wages. {@link dev.daybook.cli.demo.DemoBank} fills it through the public command path and
 * keeps it moving.
 *
 * <p>What must always hold: the same day brings the same commands under the same keys, so that a
 * demo can be stopped and started at will.
 */
@NullMarked
package dev.daybook.cli.demo;

import org.jspecify.annotations.NullMarked;
