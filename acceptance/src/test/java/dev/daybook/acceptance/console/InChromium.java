package dev.daybook.acceptance.console;

import dev.daybook.testkit.AtExit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the browser that all classes share, and skips them, saying so, where there is none.
 */
final class InChromium implements ParameterResolver, ExecutionCondition {

    private static @Nullable Chromium shared;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Chromium.isInstalled()
                ? ConditionEvaluationResult.enabled("Chromium is installed.")
                : ConditionEvaluationResult.disabled(
                        "SKIPPED: no Chromium is installed, so the console was not tested in a"
                                + " browser.");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Chromium.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared();
    }

    private static synchronized Chromium shared() {
        Chromium chromium = shared;
        if (chromium == null) {
            chromium = Chromium.launch();
            AtExit.close(chromium::close);
            shared = chromium;
        }
        return chromium;
    }
}
