package dev.daybook.lucene;

import dev.daybook.testkit.search.CursorContract;
import dev.daybook.testkit.search.Payment;
import dev.daybook.testkit.search.QuestionContract;
import dev.daybook.testkit.search.QuestionFuzzContract;
import dev.daybook.testkit.search.RunnerContract;
import dev.daybook.testkit.search.SearchStore;
import dev.daybook.testkit.search.WordsContract;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The embedded index does what every search store must. */
class LuceneContractIT {

    @TempDir static Path directory;

    @Nested
    class Words extends WordsContract {

        @Override
        protected SearchStore make() {
            return makeLucene();
        }
    }

    @Nested
    class Questions extends QuestionContract {

        @Override
        protected SearchStore make() {
            return makeLucene();
        }
    }

    @Nested
    class Cursors extends CursorContract {

        @Override
        protected SearchStore make() {
            return makeLucene();
        }
    }

    @Nested
    class AnyQuestion extends QuestionFuzzContract {

        @Override
        protected SearchStore make() {
            return makeLucene();
        }
    }

    @Nested
    class UnderTheRunner extends RunnerContract {

        @Override
        protected SearchStore make() {
            return makeLucene();
        }
    }

    private static SearchStore makeLucene() {
        try {
            return SearchStore.of(
                    new LuceneSearchStore<>(
                            Payment.class, Files.createTempDirectory(directory, "index")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
