package dev.daybook.engine.view;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a component of a search document is searched. A component without one of these is stored and
 * shown, not searched.
 */
public interface Searchable {

    /**
     * Words: matched with typos and prefixes. A string, or a map whose values are searched as
     * words.
     */
    @Target(ElementType.RECORD_COMPONENT)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Text {}

    /**
     * An exact value: filtered by, and counted in facets. A string, an enum, or a list of strings.
     */
    @Target(ElementType.RECORD_COMPONENT)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Keyword {}

    /** A number: filtered by range and sorted by. A long. */
    @Target(ElementType.RECORD_COMPONENT)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Amount {}

    /** A day or an instant: filtered by range and sorted by. */
    @Target(ElementType.RECORD_COMPONENT)
    @Retention(RetentionPolicy.RUNTIME)
    @interface When {}
}
