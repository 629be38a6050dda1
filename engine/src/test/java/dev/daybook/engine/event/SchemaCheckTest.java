package dev.daybook.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A contract that is frozen stays, and a new version must get along with every old one. */
class SchemaCheckTest {

    private static final Topic TOPIC = new Topic("thing-events", 0);

    @TempDir private Path directory;

    sealed interface Event {
        record Happened(String what, @Nullable Long amount) implements Event {}
    }

    private EventCatalog<Event> catalog() {
        return EventCatalog.of(Event.class)
                .topic(TOPIC, Event.class)
                .build(FrozenSchemas.in(directory));
    }

    private void frozenBefore(String... fields) throws Exception {
        for (int i = 0; i < fields.length; i++) {
            Path file = directory.resolve("thing-events/Happened/" + (i + 1) + ".avsc");
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    "{\"type\":\"record\",\"name\":\"Happened\",\"namespace\":\"dev.daybook.engine.event\",\"fields\":["
                            + fields[i]
                            + "]}");
        }
    }

    private static final String WHAT = "{\"name\":\"what\",\"type\":\"string\"}";

    @Test
    void freezingWritesTheFirstVersionAndThenTheCheckIsContent() throws Exception {
        assertThat(SchemaCheck.check(catalog()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).contains("freeze"));
        assertThat(SchemaCheck.freeze(catalog(), directory)).hasSize(1);
        assertThat(SchemaCheck.check(catalog())).isEmpty();
        assertThat(SchemaCheck.freeze(catalog(), directory)).isEmpty();
    }

    @Test
    void anAddedOptionalComponentMakesTheNextVersion() throws Exception {
        frozenBefore(WHAT);
        List<Path> written = SchemaCheck.freeze(catalog(), directory);
        assertThat(written).containsExactly(directory.resolve("thing-events/Happened/2.avsc"));
        EventCatalog<Event> catalog = catalog();
        assertThat(SchemaCheck.check(catalog)).isEmpty();
        Schema first = catalog.type("Happened").schema(1);
        assertThat(first).isNotNull();
        // version 1 wrote one string
        assertThat(catalog.decode("Happened", 1, new byte[] {4, 'h', 'i'}))
                .isEqualTo(new Event.Happened("hi", null));
    }

    @Test
    void aRequiredComponentCannotBeAddedOrRemoved() throws Exception {
        frozenBefore(WHAT + ",{\"name\":\"required\",\"type\":\"long\"}");
        assertThatThrownBy(() -> SchemaCheck.freeze(catalog(), directory))
                .hasMessageContaining("cannot be read by version 1");
        assertThat(directory.resolve("thing-events/Happened/2.avsc")).doesNotExist();
    }

    @Test
    void compatibilityReachesBackToTheFirstVersion() throws Exception {
        // 2 drops an optional component that 1 had as a string; the code has it as a long: fine
        // with 2, not with 1
        frozenBefore(
                WHAT + ",{\"name\":\"amount\",\"type\":[\"null\",\"string\"],\"default\":null}",
                WHAT);
        assertThat(SchemaCheck.check(catalog()))
                .extracting(SchemaCheck.Finding::problem)
                .anyMatch(problem -> problem.contains("version 1"));
        assertThatThrownBy(() -> SchemaCheck.freeze(catalog(), directory))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anUnknownTypeOrVersionIsMalformed() {
        assertThatThrownBy(() -> catalog().decode("Unheard", 1, new byte[0]))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("Unheard");
        assertThatThrownBy(() -> catalog().decode("Happened", 9, new byte[0]))
                .isInstanceOf(MalformedEventException.class);
    }
}
