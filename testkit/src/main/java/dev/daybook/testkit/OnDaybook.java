package dev.daybook.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test methods and constructors a {@link Bank} (or its {@link Api} or {@link DaybookProcess})
 * on one running instance that all test classes share; each test works on accounts of its own.
 */
public final class OnDaybook implements ParameterResolver {

    private static @Nullable Bank shared;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Bank.class || type == Api.class || type == DaybookProcess.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Bank bank = shared();
        Class<?> type = parameter.getParameter().getType();
        if (type == Api.class) {
            return bank.api();
        }
        return type == Bank.class ? bank : bank.process();
    }

    /**
     * Lives as long as the JVM: who runs the tests may give each class a session of its own, with
     * which all that is kept in its stores would end.
     */
    private static synchronized Bank shared() {
        Bank bank = shared;
        if (bank == null) {
            DaybookProcess process = DaybookProcess.start();
            AtExit.close(process::close);
            bank = new Bank(process);
            shared = bank;
        }
        return bank;
    }
}
