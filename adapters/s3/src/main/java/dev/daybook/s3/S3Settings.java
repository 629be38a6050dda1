package dev.daybook.s3;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;

/**
 * Where an archive is, and for how long it cannot be taken away.
 *
 * @param bucket the bucket; for a retention it was made with Object Lock
 * @param prefix what the names of all objects begin with, ending with a slash, or nothing
 * @param endpoint the address of a store other than Amazon's, whose buckets are named in the path;
 *     null for Amazon's
 * @param region the region that requests are signed for
 * @param accessKey who asks; null to look where Amazon's tools do (environment, profile, role)
 * @param secretKey the secret of {@code accessKey}
 * @param retention for how long from its upload nobody can delete or change an object; null for no
 *     lock
 */
public record S3Settings(
        String bucket,
        String prefix,
        @Nullable URI endpoint,
        String region,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @Nullable Duration retention) {

    public S3Settings {
        if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new IllegalArgumentException("'" + bucket + "' is not the name of a bucket.");
        }
        if (!prefix.matches("([A-Za-z0-9_.-]+/)*")) {
            throw new IllegalArgumentException(
                    "A prefix is words joined by slashes, not '" + prefix + "'.");
        }
        if ((accessKey == null) != (secretKey == null)) {
            throw new IllegalArgumentException("An access key goes with its secret key.");
        }
        if (retention != null && (retention.isNegative() || retention.isZero())) {
            throw new IllegalArgumentException("A retention is some time, not " + retention + ".");
        }
    }

    /** The address, as people write it; it holds no credentials. */
    public String address() {
        return "s3://" + bucket + "/" + prefix;
    }

    @Override
    public String toString() {
        return address();
    }
}
