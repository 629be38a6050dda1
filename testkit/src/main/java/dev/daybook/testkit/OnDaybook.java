package dev.daybook.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test methods and constructors a {@link Bank} (or its {@link Api} or {@link DaybookProcess})
 * on one running instance that all test classes share; each test works on accounts of its own.
 */
public final class OnDaybook implements ParameterResolver {

    private static final ExtensionContext.Namespace STORE =
            ExtensionContext.Namespace.create(OnDaybook.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Bank.class || type == Api.class || type == DaybookProcess.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Bank bank = shared(context).bank;
        Class<?> type = parameter.getParameter().getType();
        if (type == Api.class) {
            return bank.api();
        }
        return type == Bank.class ? bank : bank.process();
    }

    private static Shared shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(Shared.class, any -> new Shared(), Shared.class);
    }

    /** Lives until the last test of the JVM is over. */
    private static final class Shared implements AutoCloseable {

        private final Bank bank = new Bank(DaybookProcess.start());

        @Override
        public void close() {
            bank.process().close();
        }
    }
}
