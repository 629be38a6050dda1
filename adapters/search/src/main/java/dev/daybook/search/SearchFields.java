package dev.daybook.search;

import dev.daybook.engine.view.Searchable;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What can be searched in a document, as its record class says by {@link Searchable} annotations.
 * Immutable.
 *
 * <p>All texts feed one field, because a question's words may match any of them. An adapter names
 * that field, and others of its own, so that no component of a record can be called the same.
 */
public final class SearchFields {

    /** Keywords are told apart by that many characters; an index refuses very long ones. */
    private static final int KEYWORD_MAX_CHARS = 1_000;

    /** A document with a time of this name is dated by it, whatever other times it has. */
    private static final String RECORDED_AT = "recordedAt";

    private final List<SearchField> fields;

    /** How a field is searched. */
    public enum Kind {
        TEXT,
        KEYWORD,
        AMOUNT,
        WHEN
    }

    private record SearchField(String name, Kind kind, MethodHandle accessor) {}

    /**
     * @throws IllegalArgumentException when an annotation stands on a component of a type that it
     *     does not fit
     */
    public SearchFields(Class<?> type) {
        List<SearchField> found = new ArrayList<>();
        try {
            MethodHandles.Lookup lookup =
                    MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            for (RecordComponent component : type.getRecordComponents()) {
                MethodHandle accessor =
                        lookup.unreflect(component.getAccessor())
                                .asType(MethodType.methodType(Object.class, Object.class));
                for (Kind kind : kinds(component)) {
                    found.add(new SearchField(component.getName(), kind, accessor));
                }
            }
        } catch (IllegalAccessException unreadable) {
            throw new IllegalArgumentException(
                    "Cannot read the record " + type.getName(), unreadable);
        }
        this.fields = List.copyOf(found);
    }

    /**
     * Says in words what is indexed how; another answer means that the index must be built anew.
     */
    public String shape() {
        StringBuilder shape = new StringBuilder();
        fields.forEach(
                field -> shape.append(' ').append(field.kind).append(' ').append(field.name));
        return shape.toString().strip();
    }

    /** The field by which documents are newest first, or null when they carry no time. */
    public @Nullable String dated() {
        List<String> times = names(Kind.WHEN);
        if (times.isEmpty()) {
            return null;
        }
        return times.contains(RECORDED_AT) ? RECORDED_AT : times.getFirst();
    }

    /**
     * @throws IllegalArgumentException when this is not a field of exact values
     */
    void checkKeyword(String name) {
        check(name, names(Kind.KEYWORD), "a field of exact values");
    }

    /**
     * @throws IllegalArgumentException when this is neither a number nor a time
     */
    void checkOrdered(String name) {
        List<String> ordered = new ArrayList<>(names(Kind.AMOUNT));
        ordered.addAll(names(Kind.WHEN));
        check(name, ordered, "a field of numbers or times");
    }

    static String keyword(String value) {
        return value.length() > KEYWORD_MAX_CHARS ? value.substring(0, KEYWORD_MAX_CHARS) : value;
    }

    /** The names of the fields that are searched in this way, in the order of the record. */
    public List<String> names(Kind kind) {
        return fields.stream().filter(field -> field.kind == kind).map(SearchField::name).toList();
    }

    /** Tells what a document is searched by. */
    public void read(Object document, SearchTerms into) {
        for (SearchField field : fields) {
            Object component = get(field, document);
            if (component != null) {
                read(field, component, into);
            }
        }
    }

    private static void read(SearchField field, Object value, SearchTerms into) {
        switch (value) {
            case List<?> list -> list.forEach(item -> read(field, item, into));
            case Map<?, ?> map ->
                    map.forEach((key, item) -> {
                        read(field, key, into);
                        read(field, item, into);
                    });
            default -> {
                switch (field.kind) {
                    case TEXT -> into.text(Words.plain(value.toString()));
                    case KEYWORD ->
                            into.keyword(
                                    field.name,
                                    keyword(
                                            value instanceof Enum<?> named
                                                    ? named.name()
                                                    : value.toString()));
                    case AMOUNT, WHEN -> into.number(field.name, number(value));
                }
            }
        }
    }

    private static long number(Object value) {
        return switch (value) {
            case LocalDate day -> day.toEpochDay();
            case Instant instant -> ChronoUnit.MICROS.between(Instant.EPOCH, instant);
            default -> (Long) value;
        };
    }

    private static List<Kind> kinds(RecordComponent component) {
        List<Kind> kinds = new ArrayList<>();
        Class<?> type = component.getType();
        if (component.isAnnotationPresent(Searchable.Text.class)) {
            kinds.add(fits(component, Kind.TEXT, isTexts(component) || type == Map.class));
        }
        if (component.isAnnotationPresent(Searchable.Keyword.class)) {
            kinds.add(fits(component, Kind.KEYWORD, isTexts(component) || type.isEnum()));
        }
        if (component.isAnnotationPresent(Searchable.Amount.class)) {
            kinds.add(fits(component, Kind.AMOUNT, type == long.class || type == Long.class));
        }
        if (component.isAnnotationPresent(Searchable.When.class)) {
            kinds.add(fits(component, Kind.WHEN, type == LocalDate.class || type == Instant.class));
        }
        return kinds;
    }

    private static boolean isTexts(RecordComponent component) {
        return component.getType() == String.class || component.getType() == List.class;
    }

    private static Kind fits(RecordComponent component, Kind kind, boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException(
                    component + " cannot be searched as " + kind + "; see Searchable for types.");
        }
        return kind;
    }

    private static void check(String name, List<String> known, String what) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException(
                    known.isEmpty()
                            ? "'" + name + "' is not " + what + "; there is none here."
                            : "'"
                                    + name
                                    + "' is not "
                                    + what
                                    + ". There are: "
                                    + String.join(", ", new TreeSet<>(known))
                                    + ".");
        }
    }

    private static @Nullable Object get(SearchField field, Object value) {
        try {
            return field.accessor.invokeExact(value);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new IllegalStateException("Cannot read the component " + field.name, thrown);
        }
    }
}
