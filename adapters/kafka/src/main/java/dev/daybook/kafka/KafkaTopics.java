package dev.daybook.kafka;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.relay.PublishingException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Sees to it that the topics of a book are there, with a partition for each lane. */
final class KafkaTopics {

    private static final Logger log = LoggerFactory.getLogger(KafkaTopics.class);

    /** From so many copies on, an event is on two of them before it counts as written. */
    private static final int REPLICATION_SAFE = 3;

    private final KafkaSettings settings;
    private final TopicNames names;

    KafkaTopics(KafkaSettings settings, TopicNames names) {
        this.settings = settings;
        this.names = names;
    }

    /**
     * Creates what is missing.
     *
     * @throws KafkaException when Kafka cannot be reached or refuses
     * @throws PublishingException when a topic has another number of partitions than there are
     *     lanes
     */
    void ensure() {
        try (Admin admin = BrokerAnswers.admin(settings)) {
            List<NewTopic> missing = missing(admin);
            if (!missing.isEmpty()) {
                create(admin, missing);
                missing(admin); // another node may have been quicker, with settings of its own
            }
        }
    }

    private List<NewTopic> missing(Admin admin) {
        List<String> wanted = names.topics().stream().map(names::of).toList();
        Map<String, KafkaFuture<TopicDescription>> found =
                admin.describeTopics(wanted).topicNameValues();
        List<NewTopic> missing = new ArrayList<>();
        for (String name : wanted) {
            try {
                check(BrokerAnswers.of(Objects.requireNonNull(found.get(name))));
            } catch (UnknownTopicOrPartitionException unknown) {
                missing.add(topic(name));
            }
        }
        return missing;
    }

    private static void check(TopicDescription topic) {
        int partitions = topic.partitions().size();
        if (partitions != Lanes.PER_TOPIC) {
            throw new PublishingException(
                    "The topic "
                            + topic.name()
                            + " has "
                            + partitions
                            + " partitions, and needs exactly "
                            + Lanes.PER_TOPIC
                            + ", one for each lane. Delete it, or choose another prefix.",
                    null);
        }
    }

    private NewTopic topic(String name) {
        Map<String, String> configs =
                settings.replication() < REPLICATION_SAFE
                        ? Map.of(TopicConfig.RETENTION_MS_CONFIG, retention())
                        : Map.of(
                                TopicConfig.RETENTION_MS_CONFIG,
                                retention(),
                                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                                "2");
        Optional<Short> replication =
                settings.replication() == 0
                        ? Optional.empty()
                        : Optional.of((short) settings.replication());
        return new NewTopic(name, Optional.of(Lanes.PER_TOPIC), replication).configs(configs);
    }

    private String retention() {
        return Long.toString(settings.retention().toMillis());
    }

    private static void create(Admin admin, List<NewTopic> missing) {
        try {
            BrokerAnswers.of(admin.createTopics(missing).all());
            missing.forEach(topic -> log.info("Created the topic {}.", topic.name()));
        } catch (TopicExistsException quicker) {
            log.debug("Another node created topics in between.", quicker);
        }
    }
}
