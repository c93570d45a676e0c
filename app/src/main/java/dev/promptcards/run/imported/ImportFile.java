package dev.promptcards.run.imported;

import dev.promptcards.problem.Problem;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/// What was uploaded, kept beside the memory while it is read twice: no transaction is open while a
/// client sends. The file has no name any more once it is open, so nothing stays of it, whatever
/// ends the server.
final class ImportFile implements AutoCloseable {

    private static final int BUFFER = 1 << 16;
    private static final int BOM_LENGTH = 3;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    /// What a packed file may hold; one that is not packed is bounded as every request is.
    private static final long MOST_UNPACKED = 16L << 30;

    private final FileChannel channel;
    private final long mostUnpacked;

    private ImportFile(FileChannel channel, long mostUnpacked) {
        this.channel = channel;
        this.mostUnpacked = mostUnpacked;
    }

    /// Takes the whole of `body`.
    static ImportFile of(InputStream body) {
        return of(body, MOST_UNPACKED);
    }

    static ImportFile of(InputStream body, long mostUnpacked) {
        try {
            var path = Files.createTempFile("promptcards-import-", "");
            var file =
                    new ImportFile(
                            FileChannel.open(
                                    path, StandardOpenOption.READ, StandardOpenOption.WRITE),
                            mostUnpacked);
            Files.delete(path);
            try {
                body.transferTo(Channels.newOutputStream(file.channel));
            } catch (IOException e) {
                file.close();
                throw new Problem.Invalid("the upload broke off before its end; send it again");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The text from its beginning, unpacked where it is gzip, without a byte order mark. One
    /// reader at a time; closing the file closes it.
    InputStream text() {
        try {
            channel.position(0);
            var bytes = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
            bytes.mark(2);
            boolean packed = bytes.read() == GZIP_FIRST && bytes.read() == GZIP_SECOND;
            bytes.reset();
            var text =
                    packed
                            ? new BufferedInputStream(new Unpacked(bytes, mostUnpacked), BUFFER)
                            : bytes;
            text.mark(BOM_LENGTH);
            var first = text.readNBytes(BOM_LENGTH);
            boolean marked =
                    first.length == BOM_LENGTH
                            && first[0] == (byte) 0xEF
                            && first[1] == (byte) 0xBB
                            && first[2] == (byte) 0xBF;
            if (!marked) {
                text.reset();
            }
            return text;
        } catch (IOException e) {
            throw new Problem.Invalid("line 1: the compressed file is damaged or cut off");
        }
    }

    /// More was packed than is taken.
    static final class TooLong extends IOException {}

    private static final class Unpacked extends GZIPInputStream {

        private long left;

        Unpacked(InputStream packed, long most) throws IOException {
            super(packed, BUFFER);
            this.left = most;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new TooLong();
            }
            return read;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
