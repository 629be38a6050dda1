/**
 * What an event is: a record of a sealed domain type, about one entity, in one topic, with an Avro
 * contract.
 *
 * <p>{@link dev.daybook.engine.event.EventCatalog} is the front door: it knows each event type of a
 * domain, holds the frozen schemas of all its versions, and turns records into bytes and back.
 * {@link dev.daybook.engine.event.RecordCodec} does the same for a single record class and is also
 * used for state and view values.
 *
 * <p>What must always hold: bytes once written can be read for ever; a schema that is frozen never
 * changes.
 */
@NullMarked
package dev.daybook.engine.event;

import org.jspecify.annotations.NullMarked;
