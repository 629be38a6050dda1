/**
 * GraphQL over the same answers as the addresses below {@code /v1}: queries and subscriptions, over
 * HTTP, WebSocket (graphql-transport-ws) and Server-Sent Events (graphql-sse).
 *
 * <p>Every field that reads something stands for an address there, has the rule of that address,
 * and is answered by the same method.
 */
@NullMarked
package dev.daybook.server.graphql;

import org.jspecify.annotations.NullMarked;
