package dev.daybook.testkit;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** What the product is run on. One suite holds on each. */
public interface Backend {

    /** Everything in one process: embedded database and index, the journal as the bus. */
    Backend EMBEDDED =
            new Backend() {
                @Override
                public String name() {
                    return "embedded";
                }

                @Override
                public List<String> serveOptions(Path data) {
                    return List.of();
                }
            };

    /** What the system property {@code daybook.backend} calls it. */
    String name();

    /**
     * The options of {@code serve} that make it use this backend, which runs when this returns.
     *
     * @param data the data directory of the instance, which exists
     */
    List<String> serveOptions(Path data);

    /**
     * The backend that the system property {@code daybook.backend} names, embedded by default.
     * Others are services of this interface, as {@link ServiceLoader} finds them.
     */
    static Backend chosen() {
        String name = System.getProperty("daybook.backend", EMBEDDED.name());
        if (name.equals(EMBEDDED.name())) {
            return EMBEDDED;
        }
        List<Backend> others =
                ServiceLoader.load(Backend.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        return others.stream()
                .filter(backend -> backend.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "There is no backend '"
                                        + name
                                        + "'. Besides embedded there are: "
                                        + others.stream()
                                                .map(Backend::name)
                                                .collect(Collectors.joining(", "))
                                        + "."));
    }
}
