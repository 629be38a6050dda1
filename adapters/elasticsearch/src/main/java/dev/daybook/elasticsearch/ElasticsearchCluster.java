package dev.daybook.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.journal.StorageException;

import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHost;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.nio.reactor.IOReactorConfig;
import org.apache.http.message.BasicHeader;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Cancellable;
import org.elasticsearch.client.HttpAsyncResponseConsumerFactory.HeapBufferedResponseConsumerFactory;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A cluster as this process reaches it: a bounded number of connections that all views share. Safe
 * for use by many threads. Nothing is sent before the first request.
 */
public final class ElasticsearchCluster implements AutoCloseable {

    private static final int ANSWER_MAX_BYTES = 128 << 20;
    private static final int KEEP_ALIVE_SECONDS = 60;

    /** Nothing is wrong with the request itself: who asks, how often, or the state of an index. */
    private static final Set<Integer> NOT_NOW = Set.of(401, 403, 407, 408, 429);

    private static final ContentType JSON = ContentType.create("application/json");
    private static final ContentType LINES = ContentType.create("application/x-ndjson");

    private final ElasticsearchSettings settings;
    private final RestClient client;
    private final RequestOptions options;

    private ElasticsearchCluster(ElasticsearchSettings settings) {
        this.settings = settings;
        this.client = client(settings);
        this.options =
                RequestOptions.DEFAULT.toBuilder()
                        .setHttpAsyncResponseConsumerFactory(
                                new HeapBufferedResponseConsumerFactory(ANSWER_MAX_BYTES))
                        .build();
    }

    /**
     * @throws IllegalArgumentException when the certificates of the authority cannot be read
     */
    public static ElasticsearchCluster of(ElasticsearchSettings settings) {
        return new ElasticsearchCluster(settings);
    }

    ElasticsearchSettings settings() {
        return settings;
    }

    Answer send(String method, String path) {
        return send(new Request(method, path), null, JSON);
    }

    Answer send(String method, String path, JsonNode body) {
        return send(new Request(method, path), Json.bytes(body), JSON);
    }

    /**
     * @param lines JSON, one value a line
     */
    Answer sendLines(String path, byte[] lines) {
        return send(new Request("POST", path), lines, LINES);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException any) {
            // its connections are gone in any case
        }
    }

    @Override
    public String toString() {
        return settings.toString();
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @throws StorageException when there is none in time, or when it says that the cluster cannot
     *     deal with requests, or with this one, at present
     */
    private Answer send(Request request, byte @Nullable [] body, ContentType type) {
        request.setOptions(options);
        if (body != null) {
            request.setEntity(new NByteArrayEntity(body, type));
        }
        Answer answer = read(request, exchange(request));
        if (answer.status() >= 500 || NOT_NOW.contains(answer.status())) {
            throw failed(request, answer.reason(), null);
        }
        return answer;
    }

    private Response exchange(Request request) {
        CompletableFuture<Response> done = new CompletableFuture<>();
        Cancellable running = null;
        try {
            running = client.performRequestAsync(request, listener(done));
            return done.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            running.cancel();
            throw failed(request, "no answer within " + settings.timeout(), late);
        } catch (InterruptedException interrupted) {
            running.cancel();
            Thread.currentThread().interrupt();
            throw failed(request, "interrupted", interrupted);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof ResponseException refused) {
                return refused.getResponse();
            }
            throw failed(request, String.valueOf(cause), failed);
        } catch (RuntimeException closed) {
            throw failed(request, closed.toString(), closed);
        }
    }

    private static ResponseListener listener(CompletableFuture<Response> done) {
        return new ResponseListener() {
            @Override
            public void onSuccess(Response response) {
                done.complete(response);
            }

            @Override
            public void onFailure(Exception failure) {
                done.completeExceptionally(failure);
            }
        };
    }

    private Answer read(Request request, Response response) {
        int status = response.getStatusLine().getStatusCode();
        HttpEntity entity = response.getEntity();
        try {
            byte[] bytes = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
            return new Answer(status, Json.read(bytes));
        } catch (IOException unread) {
            throw failed(request, "an answer that broke off", unread);
        } catch (JacksonException foreign) {
            if (status < 300) {
                throw failed(request, "an answer that is not JSON", foreign);
            }
            return new Answer(status, Json.object()); // of something in between
        }
    }

    private StorageException failed(Request request, String why, @Nullable Throwable cause) {
        return new StorageException(
                settings
                        + " did not do "
                        + request.getMethod()
                        + ' '
                        + request.getEndpoint()
                        + ": "
                        + why,
                cause == null ? new IOException(why) : cause);
    }

    private static RestClient client(ElasticsearchSettings settings) {
        HttpHost[] nodes =
                settings.nodes().stream()
                        .map(node -> new HttpHost(node.getHost(), node.getPort(), node.getScheme()))
                        .toArray(HttpHost[]::new);
        return RestClient.builder(nodes)
                .setDefaultHeaders(credentials(settings))
                .setRequestConfigCallback(request ->
                        request.setConnectTimeout(
                                        Math.toIntExact(settings.connectTimeout().toMillis()))
                                .setConnectionRequestTimeout(
                                        Math.toIntExact(settings.timeout().toMillis()))
                                .setSocketTimeout(Math.toIntExact(settings.timeout().toMillis()))
                                .setRedirectsEnabled(false))
                .setHttpClientConfigCallback(http -> {
                    http.setMaxConnTotal(settings.connectionsMax())
                            .setMaxConnPerRoute(settings.connectionsMax())
                            .setConnectionTimeToLive(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                            .setDefaultIOReactorConfig(
                                    IOReactorConfig.custom()
                                            .setIoThreadCount(1)
                                            .setTcpNoDelay(true)
                                            .setSoKeepAlive(true)
                                            .build())
                            .disableAuthCaching()
                            .disableCookieManagement();
                    if (settings.authority() != null) {
                        http.setSSLContext(Authority.trust(settings.authority()));
                    }
                    return http;
                })
                .build();
    }

    private static Header[] credentials(ElasticsearchSettings settings) {
        if (settings.apiKey() != null) {
            return new Header[] {new BasicHeader("Authorization", "ApiKey " + settings.apiKey())};
        }
        if (settings.user() != null) {
            byte[] both = (settings.user() + ':' + settings.password()).getBytes(UTF_8);
            String encoded = Base64.getEncoder().encodeToString(both);
            return new Header[] {new BasicHeader("Authorization", "Basic " + encoded)};
        }
        return new Header[0];
    }
}
