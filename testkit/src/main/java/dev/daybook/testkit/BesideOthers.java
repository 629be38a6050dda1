package dev.daybook.testkit;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A class of tests that mostly wait: for a server to come back, for a minute to pass. The build
 * runs them, one after the other, beside those of all other classes, which it runs one after the
 * other too.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(BesideOthers.LOCK) // which also keeps the tests of the class in one thread
public @interface BesideOthers {

    String LOCK = "beside others";
}
