package dev.daybook.server.bank;

import org.jspecify.annotations.Nullable;

import java.net.URI;

/**
 * Where archives are, as a configuration file says it.
 *
 * @param place {@code s3://bucket/prefix}; null when the command names it
 * @param endpoint the address of an object store; null for Amazon's
 * @param region the region that requests are signed for
 * @param accessKey null to look where Amazon's tools do
 * @param secretKey the secret of {@code accessKey}
 * @param retention for how long an object is locked, such as {@code 3650d}; null when the command
 *     says it
 */
public record ArchiveSettings(
        @Nullable String place,
        @Nullable URI endpoint,
        String region,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @Nullable String retention) {

    /** The region of those who do not care. */
    public static final String REGION = "us-east-1";

    /** What holds when there is no configuration file. */
    public static final ArchiveSettings NONE =
            new ArchiveSettings(null, null, REGION, null, null, null);

    @Override
    public String toString() {
        return place == null ? "no place" : place;
    }
}
