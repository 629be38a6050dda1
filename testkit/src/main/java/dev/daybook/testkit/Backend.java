package dev.daybook.testkit;

import java.nio.file.Path;
import java.util.List;

/** What the product is run on. One suite holds on each. */
public interface Backend {

    /** Everything in one process: embedded database and index, the journal as the bus. */
    Backend EMBEDDED = data -> List.of();

    /**
     * The options of {@code serve} that make it use this backend.
     *
     * @param data the data directory of the instance, which exists
     */
    List<String> serveOptions(Path data);

    /** The backend that the system property {@code daybook.backend} names; embedded by default. */
    static Backend chosen() {
        String name = System.getProperty("daybook.backend", "embedded");
        if (!name.equals("embedded")) {
            throw new IllegalArgumentException(
                    "There is no backend '" + name + "'. There is: embedded.");
        }
        return EMBEDDED;
    }
}
