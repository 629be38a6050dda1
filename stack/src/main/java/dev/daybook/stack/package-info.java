/**
 * The real servers that Daybook runs on at scale, as processes on this machine and without Docker:
 * Kafka, a schema registry, Elasticsearch, Redis, an object store and a second PostgreSQL.
 *
 * <p>Each has a starter of its own ({@link dev.daybook.stack.KafkaBroker}, {@link
 * dev.daybook.stack.SchemaRegistry}, {@link dev.daybook.stack.Elasticsearch}, {@link
 * dev.daybook.stack.RedisServer}, {@link dev.daybook.stack.ObjectStore}, {@link
 * dev.daybook.stack.ReadDatabase}) that is the same for tests and for {@code ./daybook stack}:
 * everything of a server lies in one directory, its configuration, data, log and the file that
 * names its process; it listens on loopback; and it is started again on the same directory with its
 * data kept, whether it was stopped or killed. {@link dev.daybook.stack.ServerProcess} is what they
 * share, and {@link dev.daybook.stack.cli.Stack} is the program.
 *
 * <p>The servers' own files are put beside this module's jar by the build; {@link
 * dev.daybook.stack.Installation} knows where.
 */
@NullMarked
package dev.daybook.stack;

import org.jspecify.annotations.NullMarked;
