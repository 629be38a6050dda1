package dev.daybook.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks brokers about themselves, and waits for their answers for a short span. */
final class BrokerAnswers {

    private static final int ANSWER_MILLIS_MAX = 8_000;

    private BrokerAnswers() {}

    static Admin admin(KafkaSettings settings) {
        Map<String, Object> config = settings.client();
        // Also how long it takes to close: it waits for what it has asked.
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS_MAX);
        return Admin.create(config);
    }

    /**
     * @throws KafkaException when the answer is an error, or does not come in time
     */
    static <T> T of(KafkaFuture<T> future) {
        try {
            return future.get(ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException cause
                    ? cause
                    : new KafkaException(failed);
        } catch (TimeoutException late) {
            throw new KafkaException("no answer from the broker in time", late);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted); // which sets the flag again
        }
    }
}
