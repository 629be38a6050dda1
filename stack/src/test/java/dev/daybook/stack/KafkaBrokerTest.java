package dev.daybook.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

class KafkaBrokerTest {

    /** One in 64 would, and its server did not start. */
    @Test
    void noClusterIdLooksLikeAnOption() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            assertThat(KafkaBroker.clusterId(random)).matches("[A-Za-z0-9_][A-Za-z0-9_-]{21}");
        }
    }
}
