package dev.daybook.server;

import static java.util.Objects.requireNonNull;

import dev.daybook.server.bank.Bank;
import dev.daybook.server.bank.Settings;
import dev.daybook.server.security.LocalTokens;
import dev.daybook.server.security.SignInCodes;

import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A service that runs in this process.
 *
 * <pre>{@code
 * try (DaybookServer server = DaybookServer.start(Settings.local(data, 0))) {
 *     … server.address() …
 * }
 * }</pre>
 */
public final class DaybookServer implements AutoCloseable {

    /** Each stream is one, and waits for what happens on a thread that costs next to nothing. */
    private static final int CONNECTIONS_MAX = 12_000;

    private final ServletWebServerApplicationContext context;
    private final Bank bank;
    private final LocalTokens tokens;
    private final URI address;

    private DaybookServer(
            ServletWebServerApplicationContext context, Bank bank, LocalTokens tokens) {
        this.context = context;
        this.bank = bank;
        this.tokens = tokens;
        String host = bank.settings().host();
        this.address =
                URI.create(
                        "http://"
                                + (host.contains(":") ? "[" + host + "]" : host)
                                + ":"
                                + requireNonNull(context.getWebServer()).getPort());
    }

    /**
     * Starts everything and returns when the service answers.
     *
     * @throws dev.daybook.server.bank.DataInUseException when another process has the data
     *     directory
     * @throws org.springframework.boot.web.server.PortInUseException when the port is taken
     * @throws RuntimeException when anything else keeps it from starting
     */
    public static DaybookServer start(Settings settings) {
        // Logging comes first: several threads at once would each find it half made.
        LoggerFactory.getILoggerFactory();
        checkPort(settings);
        LocalTokens tokens = LocalTokens.of(settings.data());
        // The database takes as long to start as Spring does; together they take half of that.
        Opening opening = new Opening(settings);
        try {
            ServletWebServerApplicationContext context =
                    (ServletWebServerApplicationContext)
                            application(settings, tokens, opening).run();
            return new DaybookServer(context, opening.bank(), tokens);
        } catch (RuntimeException failed) {
            throw opening.stopped(failed);
        }
    }

    /** Finds out at once that the port is taken, and not when a database was made for nothing. */
    private static void checkPort(Settings settings) {
        try {
            new ServerSocket(settings.port(), 1, InetAddress.getByName(settings.host())).close();
        } catch (BindException taken) {
            throw new PortInUseException(settings.port(), taken);
        } catch (IOException other) {
            throw new UncheckedIOException(
                    "The service cannot listen on " + settings.host() + ".", other);
        }
    }

    private static SpringApplication application(
            Settings settings, LocalTokens tokens, Opening opening) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false); // closing is for whoever started it
        application.setAddCommandLineProperties(false);
        application.setListeners(withoutPreinitializing(application));
        application.setDefaultProperties(properties(settings));
        application.addInitializers(context -> {
            opening.begin();
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(LocalTokens.class, () -> tokens);
            beans.registerBean(Settings.class, () -> settings);
            beans.registerBean(Bank.class, opening::bank, bean -> bean.setDestroyMethodName(""));
        });
        return application;
    }

    /** Warming up in the background would take the processor from the database that opens. */
    private static List<ApplicationListener<?>> withoutPreinitializing(
            SpringApplication application) {
        return application.getListeners().stream()
                .<ApplicationListener<?>>map(each -> each)
                .filter(each ->
                        !each.getClass().getSimpleName().startsWith("BackgroundPreinitializing"))
                .toList();
    }

    private static Map<String, Object> properties(Settings settings) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.address", settings.host());
        properties.put("server.port", settings.port());
        properties.put("server.shutdown", "graceful");
        // A client may keep its connection for as long as it uses it; to make one takes longer than
        // to answer a request.
        properties.put("server.tomcat.max-keep-alive-requests", "-1");
        properties.put("server.tomcat.max-connections", CONNECTIONS_MAX);
        properties.put("spring.lifecycle.timeout-per-shutdown-phase", "20s");
        properties.put("spring.threads.virtual.enabled", "true");
        properties.put("spring.main.keep-alive", "false");
        properties.put("spring.jmx.enabled", "false");
        properties.put("spring.mvc.formcontent.filter.enabled", "false");
        properties.put("spring.servlet.multipart.enabled", "false");
        properties.put("spring.web.resources.static-locations", "classpath:/daybook/static/");
        // Their addresses change with their content.
        properties.put("spring.web.resources.cache.cachecontrol.max-age", "365d");
        properties.put("server.compression.enabled", "true");
        properties.put(
                "server.compression.mime-types",
                "text/html,text/css,text/javascript,image/svg+xml");
        properties.put("management.endpoints.web.exposure.include", "health,prometheus");
        properties.put("management.endpoint.health.probes.enabled", "true");
        properties.put("management.endpoint.health.group.readiness.include", "readinessState,bank");
        properties.put("management.endpoint.health.show-details", "never");
        properties.put("spring.graphql.websocket.path", "/graphql");
        properties.put("spring.graphql.websocket.connection-init-timeout", "10s");
        properties.put("spring.graphql.websocket.keep-alive", "15s");
        properties.put("spring.graphql.http.sse.keep-alive", "15s");
        properties.put("spring.graphql.http.sse.timeout", "1d");
        properties.put("spring.graphql.schema.inspection.enabled", "false"); // a test does it
        properties.put("springdoc.api-docs.path", "/openapi.json");
        properties.put("springdoc.api-docs.version", "openapi_3_1");
        properties.put("springdoc.packages-to-scan", "dev.daybook.server");
        properties.put("springdoc.default-produces-media-type", "application/json");
        properties.put("springdoc.writer-with-order-by-keys", "true");
        return properties;
    }

    /** Where it listens. */
    public URI address() {
        return address;
    }

    /** Makes tokens that it takes, unless it was told of another issuer. */
    public LocalTokens tokens() {
        return tokens;
    }

    /** Codes to sign in with, in a browser; see {@link #signInPage}. */
    public SignInCodes signInCodes() {
        return context.getBean(SignInCodes.class);
    }

    /** Where somebody with a code of {@link #signInCodes} signs in. */
    public static URI signInPage(URI address, String code) {
        return URI.create(address + "/sign-in?code=" + code);
    }

    public Bank bank() {
        return bank;
    }

    /**
     * Stops gracefully: takes no more requests, finishes those it has and the commands they wait
     * for, then views, then the database.
     */
    @Override
    public void close() {
        context.close();
        bank.close();
    }
}
