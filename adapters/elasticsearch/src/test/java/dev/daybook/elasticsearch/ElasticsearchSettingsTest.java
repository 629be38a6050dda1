package dev.daybook.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

class ElasticsearchSettingsTest {

    private static final ElasticsearchSettings PLAIN =
            ElasticsearchSettings.of(URI.create("https://search.bank.example:9200"));

    @Test
    void secretsAreNeverTold() {
        ElasticsearchSettings user = PLAIN.withUser("daybook", "s3cret");
        ElasticsearchSettings key = PLAIN.withApiKey("s3cret");
        assertThat(user.toString()).contains("search.bank.example", "daybook");
        assertThat(user.toString() + key).doesNotContain("s3cret");
        try (ElasticsearchCluster one = ElasticsearchCluster.of(user);
                ElasticsearchCluster other = ElasticsearchCluster.of(key)) {
            assertThat(one.toString() + other).doesNotContain("s3cret");
        }
    }

    @Test
    void whatCannotWorkIsRefusedInWords() {
        refused(ElasticsearchSettings::of, "at least one node");
        refused(() -> ElasticsearchSettings.of(URI.create("search:9200")), "https://host:port");
        refused(
                () -> ElasticsearchSettings.of(URI.create("https://me:pw@search:9200")),
                "settings of their own");
        refused(() -> PLAIN.withUser("me", "pw").withApiKey("key"), "not both");
        refused(() -> PLAIN.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)), "longer than 0");
    }

    @Test
    void anAuthorityWithoutACertificateIsRefused(@TempDir Path directory) throws IOException {
        Path empty = Files.createFile(directory.resolve("empty.pem"));
        refused(() -> ElasticsearchCluster.of(PLAIN.withAuthority(empty)), "empty.pem");
        Path nonsense = Files.writeString(directory.resolve("nonsense.pem"), "nonsense");
        refused(() -> ElasticsearchCluster.of(PLAIN.withAuthority(nonsense)), "nonsense.pem");
        refused(
                () -> ElasticsearchCluster.of(PLAIN.withAuthority(directory.resolve("none.pem"))),
                "none.pem");
    }

    private static void refused(Runnable made, String why) {
        assertThatIllegalArgumentException().isThrownBy(made::run).withMessageContaining(why);
    }
}
