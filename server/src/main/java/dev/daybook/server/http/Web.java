package dev.daybook.server.http;

import dev.daybook.server.problem.ProblemValve;
import dev.daybook.server.security.CallerArgument;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.catalina.core.StandardHost;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;

/** How Spring's web layer is set up. */
@Configuration(proxyBeanMethods = false)
class Web implements WebMvcConfigurer {

    /**
     * What is left of an over-long body is read up to here, so that its sender hears the answer.
     */
    private static final int SWALLOW_BYTES_MAX = 64_000_000;

    @Bean
    JsonMapper json() {
        return Json.MAPPER;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerArgument());
        resolvers.add(new ReadingArgument());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new KnownParameters());
    }

    /** There is one form of everything, whatever the Accept header says. */
    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        negotiation.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON);
    }

    /**
     * Nothing is validated by annotations, and the machinery for it takes half a second to start.
     */
    @Override
    public Validator getValidator() {
        return new NoValidation();
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcat() {
        return factory -> {
            factory.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(ProblemValve.class.getName());
                }
            });
            factory.addConnectorCustomizers(connector -> {
                connector.setProperty("maxSwallowSize", Integer.toString(SWALLOW_BYTES_MAX));
                connector.setMaxPostSize(0); // no form is ever read as parameters
            });
        };
    }

    /** Accepts everything. */
    private static final class NoValidation implements Validator {

        @Override
        public boolean supports(Class<?> type) {
            return false;
        }

        @Override
        public void validate(Object target, Errors errors) {}
    }

    /** Lets a handler ask for its {@link Reading}. */
    private static final class ReadingArgument implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Reading.class;
        }

        @Override
        public Reading resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return Reading.of(
                    java.util.Objects.requireNonNull(
                            request.getNativeRequest(HttpServletRequest.class)));
        }
    }
}
