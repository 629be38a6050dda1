package dev.daybook.banking;

import dev.daybook.fuzz.Texts;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** A record of any class with any values, so that a new event is tried without anyone's doing. */
final class RandomRecord {

    private RandomRecord() {}

    static <T> T of(Class<T> type, RandomGenerator random) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] parameters = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            parameters[i] = components[i].getType();
            values[i] =
                    isNullable(components[i]) && random.nextBoolean()
                            ? null
                            : value(components[i].getGenericType(), random);
        }
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException refused) {
            throw new LinkageError("Cannot make a " + type, refused);
        }
    }

    private static boolean isNullable(RecordComponent component) {
        AnnotatedElement type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class);
    }

    private static Object value(Type type, RandomGenerator random) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class
                    ? list(arguments[0], random)
                    : map(arguments[1], random);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return of(plain, random);
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
        }
        return switch (plain.getSimpleName()) {
            case "long", "Long" -> random.nextLong() >> random.nextInt(Long.SIZE);
            case "int", "Integer" -> random.nextInt();
            case "boolean", "Boolean" -> random.nextBoolean();
            case "String" -> Texts.plain(random, 30);
            case "UUID" -> new UUID(random.nextLong(), random.nextLong());
            case "LocalDate" -> LocalDate.ofEpochDay(random.nextInt(-100_000, 100_000));
            case "Instant" ->
                    Instant.EPOCH.plus(random.nextLong() >> random.nextInt(40), ChronoUnit.MICROS);
            default -> throw new AssertionError("No value is known for " + type);
        };
    }

    private static List<Object> list(Type item, RandomGenerator random) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(item, random));
        }
        return list;
    }

    private static Map<String, Object> map(Type item, RandomGenerator random) {
        Map<String, Object> map = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(Texts.plain(random, 12), value(item, random));
        }
        return map;
    }
}
