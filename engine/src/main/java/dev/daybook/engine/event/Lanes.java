package dev.daybook.engine.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32C;

/**
 * The lanes of a topic. All events of one entity are in one lane, in order; a lane maps to a
 * partition of a broker. Each event names its predecessor in its lane, so that whoever reads a lane
 * can prove that nothing was missed or repeated.
 */
public final class Lanes {

    /** Lanes in each topic. Fixed for ever: another number would move entities between lanes. */
    public static final int PER_TOPIC = 16;

    /** The slot that stands for all lanes of all topics, when they are followed together. */
    public static final int ALL = -1;

    private Lanes() {}

    /**
     * The lane of an entity within any topic, 0 to {@value #PER_TOPIC} - 1: CRC-32C of {@code
     * kind:value} in UTF-8.
     */
    public static int of(EntityId entity) {
        CRC32C crc = new CRC32C();
        crc.update(entity.toString().getBytes(UTF_8));
        return (int) (crc.getValue() % PER_TOPIC);
    }

    /** The place of a lane in an array over the lanes of all topics. */
    public static int slot(Topic topic, int lane) {
        return topic.number() * PER_TOPIC + lane;
    }
}
