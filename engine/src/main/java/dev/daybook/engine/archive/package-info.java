/**
 * The journal for ever: segments of it, with the commands that caused them, in files that are
 * written once.
 *
 * <p>{@link dev.daybook.engine.archive.Archiver} writes what is old enough, {@link
 * dev.daybook.engine.archive.ArchiveWalk} reads an archive from first to last and holds everything
 * against its proofs, {@link dev.daybook.engine.archive.Restorer} makes a book of it, and {@link
 * dev.daybook.engine.archive.ArchivedJournal} reads archive and book as one journal. Where the
 * files are is an {@link dev.daybook.engine.archive.Archive}.
 *
 * <p>A segment is a range of positions that ends with a command, so that whatever prefix of an
 * archive is read is a whole book. It has these files, below the name of the book:
 *
 * <pre>
 * manifests/000000000001-000000100002.json  what is in it, and the hash of the manifest before it
 * journal/000000000001-000000100002.avro    the events, with provenance and hash
 * commands/000000000001-000000100002.avro   the commands that caused them, and those refused among them
 * contracts/AccountOpened-1.avsc            a contract that events follow, once for all segments
 * </pre>
 *
 * <p>What must always hold: the manifest is written last, and a segment is there when its manifest
 * is; nothing is ever written a second time; the manifests chain, so that whoever kept the hash of
 * the last one can prove all of them.
 */
@NullMarked
package dev.daybook.engine.archive;

import org.jspecify.annotations.NullMarked;
