package dev.daybook.engine.archive;

import dev.daybook.engine.event.RecordCodec;

import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/** Reads the rows of an Avro object container, one after the other. */
final class RowReader<T> implements Iterator<T>, AutoCloseable {

    private final String name;
    private final DataFileReader<T> rows;

    /**
     * @param name what to call the file in a message
     */
    RowReader(RecordCodec<T> codec, Path file, String name) {
        this.name = name;
        try {
            this.rows = new DataFileReader<>(file.toFile(), new Rows<>(codec, name));
        } catch (IOException | RuntimeException unreadable) {
            throw damaged(unreadable);
        }
    }

    private static final class Rows<T> implements DatumReader<T> {

        private final RecordCodec<T> codec;
        private final String name;

        Rows(RecordCodec<T> codec, String name) {
            this.codec = codec;
            this.name = name;
        }

        @Override
        public void setSchema(Schema schema) {
            if (!schema.equals(codec.schema())) {
                throw new ArchiveException(
                        "The file " + name + " has other rows than this version reads.");
            }
        }

        @Override
        public T read(@Nullable T reuse, Decoder in) throws IOException {
            return codec.type().cast(codec.read(in));
        }
    }

    @Override
    public boolean hasNext() {
        try {
            return rows.hasNext();
        } catch (RuntimeException unreadable) {
            throw damaged(unreadable);
        }
    }

    @Override
    public T next() {
        try {
            return rows.next();
        } catch (NoSuchElementException none) {
            throw none;
        } catch (RuntimeException unreadable) {
            throw damaged(unreadable);
        }
    }

    /** Where each block begins, by the number of rows before it; reads the file to its end. */
    NavigableMap<Long, Long> blocks() {
        NavigableMap<Long, Long> blocks = new TreeMap<>();
        long before = 0;
        try {
            while (rows.hasNext()) {
                blocks.put(before, rows.previousSync());
                before += rows.getBlockCount();
                rows.nextBlock();
            }
        } catch (IOException | RuntimeException unreadable) {
            throw damaged(unreadable);
        }
        return blocks;
    }

    /** Goes on with the first row of a block. */
    void seek(long block) {
        try {
            rows.seek(block);
        } catch (IOException | RuntimeException unreadable) {
            throw damaged(unreadable);
        }
    }

    private ArchiveException damaged(Exception cause) {
        return cause instanceof ArchiveException said
                ? said
                : new ArchiveException("The file " + name + " is damaged.", cause);
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException failure) {
            throw damaged(failure);
        }
    }
}
