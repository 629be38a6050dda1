package dev.daybook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.server.bank.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** What becomes of a start that fails on one side. */
class OpeningTest {

    @Test
    @Timeout(5)
    void aStartThatFailsBeforeTheDatabaseWasBegunDoesNotWaitForIt(@TempDir Path data) {
        RuntimeException failed = new IllegalStateException("no Spring today");

        assertThat(new Opening(Settings.local(data, 0)).stopped(failed)).isSameAs(failed);
    }
}
