package dev.daybook.s3;

import dev.daybook.engine.archive.Archive;
import dev.daybook.engine.archive.ArchiveException;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An archive in an object store. An object is uploaded on the condition that there is none of its
 * name, and with the SHA-256 of its content, which the store holds it against.
 *
 * <p>With a retention it is locked in compliance mode: until that time nobody can delete or change
 * what was uploaded, the owner of the account included. Such a bucket keeps versions, so that
 * another version or a delete marker can still hide it; a check of the archive finds that, and the
 * locked version is there to be brought back. A store that passes over the lock on an upload is
 * asked for it again by a request of its own; one that then has none is an error, and what was
 * uploaded stays. The permissions needed are to list, get, put, and to get and put retention.
 *
 * <p>A request is tried three times within {@value #CALL_MINUTES} minutes.
 */
public final class S3Archive implements Archive {

    private static final int CALL_MINUTES = 30;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    private final S3Settings settings;
    private final S3Client client;

    public S3Archive(S3Settings settings) {
        this.settings = settings;
        S3ClientBuilder builder =
                S3Client.builder()
                        .region(Region.of(settings.region()))
                        .credentialsProvider(credentials(settings))
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT_TIMEOUT)
                                        .socketTimeout(SOCKET_TIMEOUT))
                        .overrideConfiguration(options ->
                                options.apiCallTimeout(Duration.ofMinutes(CALL_MINUTES)));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint()).forcePathStyle(true);
        }
        this.client = builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        String accessKey = settings.accessKey();
        String secretKey = settings.secretKey();
        return accessKey == null || secretKey == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(accessKey, secretKey));
    }

    @Override
    public String place() {
        return settings.address();
    }

    @Override
    public List<String> list(String prefix) {
        List<String> names = new ArrayList<>();
        try {
            for (S3Object object :
                    client.listObjectsV2Paginator(list ->
                                    list.bucket(settings.bucket())
                                            .prefix(settings.prefix() + prefix))
                            .contents()) {
                if (names.size() == LIST_MAX) {
                    throw new ArchiveException(
                            place() + " has more than " + LIST_MAX + " objects below " + prefix);
                }
                names.add(object.key().substring(settings.prefix().length()));
            }
        } catch (SdkException failure) {
            throw failed("list its objects", failure);
        }
        names.sort(null);
        return names;
    }

    @Override
    public InputStream read(String name) {
        try {
            return client.getObject(get -> get.bucket(settings.bucket()).key(key(name)));
        } catch (NoSuchKeyException absent) {
            throw new ArchiveException(
                    "There is no object " + name + " in " + place() + ".", absent);
        } catch (SdkException failure) {
            throw failed("read " + name, failure);
        }
    }

    @Override
    public boolean write(String name, Path content, byte[] sha256) {
        Instant until = retainUntil();
        try {
            if (exists(name)) {
                lockIfNeeded(name, until);
                return false;
            }
            PutObjectRequest.Builder put =
                    PutObjectRequest.builder()
                            .bucket(settings.bucket())
                            .key(key(name))
                            .ifNoneMatch("*")
                            .checksumSHA256(Base64.getEncoder().encodeToString(sha256));
            if (until != null) {
                put.objectLockMode(ObjectLockMode.COMPLIANCE).objectLockRetainUntilDate(until);
            }
            if (!put(put.build(), content)) {
                lockIfNeeded(name, until);
                return false;
            }
            if (until != null) {
                requireLock(name, until);
            }
            return true;
        } catch (SdkException failure) {
            throw failed("write " + name, failure);
        }
    }

    /** False when it is there already: by another archiver, or by a try whose reply was lost. */
    private boolean put(PutObjectRequest put, Path content) {
        try {
            client.putObject(put, RequestBody.fromFile(content));
            return true;
        } catch (S3Exception failure) {
            if (failure.statusCode() == PRECONDITION_FAILED) {
                return false;
            }
            throw failure;
        }
    }

    /** An earlier attempt may not have come to it. */
    private void lockIfNeeded(String name, @Nullable Instant until) {
        if (until != null && retention(name) == null) {
            requireLock(name, until);
        }
    }

    /** In whole seconds, and rounded up: stores keep no fractions, or fewer than we have. */
    private @Nullable Instant retainUntil() {
        Duration retention = settings.retention();
        return retention == null
                ? null
                : Instant.now().plus(retention).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    }

    private void requireLock(String name, Instant until) {
        if (isLocked(retention(name), until)) {
            return;
        }
        client.putObjectRetention(put ->
                put.bucket(settings.bucket())
                        .key(key(name))
                        .retention(lock ->
                                lock.mode(ObjectLockRetentionMode.COMPLIANCE)
                                        .retainUntilDate(until)));
        if (!isLocked(retention(name), until)) {
            throw new ArchiveException(
                    "The object "
                            + name
                            + " is in "
                            + place()
                            + ", but the store did not lock it. Make the bucket with Object Lock.");
        }
    }

    private static boolean isLocked(@Nullable ObjectLockRetention lock, Instant until) {
        return lock != null
                && lock.mode() == ObjectLockRetentionMode.COMPLIANCE
                && !lock.retainUntilDate().isBefore(until);
    }

    /** Until when an object is locked; null when it is not. */
    public @Nullable Instant lockedUntil(String name) {
        try {
            ObjectLockRetention lock = retention(name);
            return lock == null ? null : lock.retainUntilDate();
        } catch (SdkException failure) {
            throw failed("look at " + name, failure);
        }
    }

    private @Nullable ObjectLockRetention retention(String name) {
        try {
            return client.getObjectRetention(get -> get.bucket(settings.bucket()).key(key(name)))
                    .retention();
        } catch (S3Exception failure) {
            if (failure.statusCode() == NOT_FOUND) {
                return null; // this object has no lock
            }
            throw failure;
        }
    }

    private boolean exists(String name) {
        try {
            client.headObject(head -> head.bucket(settings.bucket()).key(key(name)));
            return true;
        } catch (NoSuchKeyException absent) {
            return false;
        }
    }

    private String key(String name) {
        return settings.prefix() + name;
    }

    private ArchiveException failed(String what, SdkException cause) {
        return new ArchiveException(
                "The archive in " + place() + " could not " + what + ": " + cause.getMessage(),
                cause);
    }

    @Override
    public void close() {
        client.close();
    }
}
