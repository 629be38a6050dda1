package dev.daybook.kafka;

import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.Topic;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the topics of a book are called in Kafka: {@code <prefix><book>.<topic>}, such as {@code
 * main.account-events}. Immutable.
 */
public final class TopicNames {

    private final String book;
    private final List<Topic> topics;
    private final Map<String, Topic> byName = new HashMap<>();
    private final Map<Topic, String> names = new HashMap<>();

    /**
     * @param prefix what all names begin with; possibly empty
     */
    public TopicNames(String prefix, String book, EventCatalog<?> catalog) {
        this.book = book;
        this.topics = catalog.topics();
        for (Topic topic : topics) {
            String name = prefix + book + "." + topic.name();
            byName.put(name, topic);
            names.put(topic, name);
        }
    }

    public String book() {
        return book;
    }

    /** All topics, ordered by their number. */
    public List<Topic> topics() {
        return topics;
    }

    /** All partitions of all topics: one for each lane. */
    List<TopicPartition> partitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : topics) {
            for (int lane = 0; lane < Lanes.PER_TOPIC; lane++) {
                partitions.add(new TopicPartition(of(topic), lane));
            }
        }
        return partitions;
    }

    /** The name of a topic in Kafka. */
    public String of(Topic topic) {
        String name = names.get(topic);
        if (name == null) {
            throw new IllegalArgumentException(
                    "The topic " + topic + " is not one of the book " + book + ".");
        }
        return name;
    }

    /** The topic that has this name in Kafka, or null when it is none of this book. */
    public @Nullable Topic topic(String name) {
        return byName.get(name);
    }
}
