/**
 * Webhooks over HTTP: who asks for them, how a delivery is signed and sent, and the thread of the
 * one node that does it. What is sent in which order, and when again, is for {@link
 * dev.daybook.engine.webhook.Courier}.
 */
@NullMarked
package dev.daybook.server.webhook;

import org.jspecify.annotations.NullMarked;
