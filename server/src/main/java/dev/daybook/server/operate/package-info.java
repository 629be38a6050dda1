/**
 * For those who keep the service running: is it well, how far are views, what is parked, is the
 * book whole; and what runs by the clock.
 */
@NullMarked
package dev.daybook.server.operate;

import org.jspecify.annotations.NullMarked;
