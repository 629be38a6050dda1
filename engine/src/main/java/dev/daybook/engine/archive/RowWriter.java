package dev.daybook.engine.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.event.RecordCodec;

import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Writes an Avro object container whose bytes follow from its rows alone: the marker between
 * blocks, which is random by default, is always the same.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#object-container-files">Avro
 *     object container files</a>
 */
final class RowWriter<T> implements AutoCloseable {

    /**
     * Deflate at its standard level writes a quarter of what a bank's events and commands take,
     * which costs some microseconds an event. Level 1 writes a tenth more, level 9 half a percent
     * less. Zstandard is three times as fast and no smaller, and a native library.
     */
    private static final int DEFLATE_LEVEL = 6;

    /** Bytes of a block before compression: what has to be read for one row. */
    private static final int BLOCK_BYTES = 64 * 1024;

    private static final int MARKER_BYTES = 16;

    private final RecordCodec<T> codec;
    private final Path file;
    private final MessageDigest whole = Spool.sha256();
    private final MessageDigest content = Spool.sha256();
    private final DataFileWriter<Object> rows;
    private long count;

    RowWriter(RecordCodec<T> codec, Path file) {
        this.codec = codec;
        this.file = file;
        this.rows = new DataFileWriter<>(new GenericDatumWriter<>(codec.schema()));
        rows.setCodec(CodecFactory.deflateCodec(DEFLATE_LEVEL));
        rows.setSyncInterval(BLOCK_BYTES);
        try {
            OutputStream out =
                    new DigestOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(file)), whole);
            rows.create(codec.schema(), out, marker());
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    private static byte[] marker() {
        return Arrays.copyOf(Spool.sha256().digest(Manifest.FORMAT.getBytes(UTF_8)), MARKER_BYTES);
    }

    void add(T row) {
        byte[] bytes = codec.encode(row);
        content.update(bytes);
        try {
            rows.appendEncoded(ByteBuffer.wrap(bytes));
        } catch (IOException failure) {
            throw failed(failure);
        }
        count++;
    }

    long count() {
        return count;
    }

    Path file() {
        return file;
    }

    /** Writes what is left, and tells what has become of it. */
    FileEntry end(String name) {
        try {
            rows.close();
            return new FileEntry(name, count, Files.size(file), Spool.hex(whole.digest()));
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    /** The hash of the rows, however they are compressed; to be asked for once. */
    byte[] contentHash() {
        return content.digest();
    }

    private ArchiveException failed(IOException failure) {
        return new ArchiveException(
                "The temporary file " + file + " could not be written: " + failure + ".", failure);
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException failure) {
            throw failed(failure);
        }
    }
}
