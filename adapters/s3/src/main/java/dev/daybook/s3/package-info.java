/**
 * S3: the archive in an object store, each object locked for as long as it has to be kept.
 *
 * <p>{@link dev.daybook.s3.S3Archive} is the front door. What must always hold: an object is
 * written once, whole, with the hash of its content, and no credential reaches a log.
 */
@NullMarked
package dev.daybook.s3;

import org.jspecify.annotations.NullMarked;
