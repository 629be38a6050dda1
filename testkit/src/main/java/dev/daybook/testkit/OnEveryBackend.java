package dev.daybook.testkit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tests of what the service promises, whatever it runs on: they are run once for each {@link
 * Backend}, on the instance of {@link OnDaybook}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnDaybook.class)
@Tag(OnEveryBackend.TAG)
public @interface OnEveryBackend {

    /** By which the build picks them. */
    String TAG = "every-backend";
}
