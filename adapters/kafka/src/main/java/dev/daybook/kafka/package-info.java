/**
 * Kafka: what an event looks like on a topic, and how the journal gets there.
 *
 * <p>{@link dev.daybook.kafka.KafkaPublisher} is the front door for those who write, {@link
 * dev.daybook.kafka.KafkaRecords} for those who read. Each topic of a book is a topic of Kafka,
 * {@code <prefix><book>.<topic>}, and each lane a partition. A record's value is in the wire format
 * that every Avro deserializer knows which speaks to a Confluent schema registry; its headers are a
 * CloudEvent in binary mode, and the rest of what the journal knows.
 *
 * <p>What must always hold: an event read from a topic is the event that was recorded, with the
 * same hash; each record names the event before it in its lane; records of one lane are in the
 * order of their positions.
 */
@NullMarked
package dev.daybook.kafka;

import org.jspecify.annotations.NullMarked;
