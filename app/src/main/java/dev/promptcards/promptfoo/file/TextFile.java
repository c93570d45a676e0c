package dev.promptcards.promptfoo.file;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Text files: strict UTF-8, a byte order mark dropped. A byte that is no UTF-8 is named by line
/// and offset, never replaced: a replaced character would be tested, and paid for, in its place.
public final class TextFile {

    /// The most that is read into memory at once; streams have no limit.
    static final long MAX_BYTES = 64L << 20;

    private static final int BOM_LENGTH = 3;

    private TextFile() {}

    /// The whole text of a file.
    public static String read(Path file) throws Refusal {
        FilesRead.note(file);
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new Place(file, 0)
                        .refused(
                                ("holds %d MiB; at most %d MiB are read at once. Tests in JSONL"
                                                + " or CSV are streamed and may be larger.")
                                        .formatted(size >> 20, MAX_BYTES >> 20));
            }
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            throw refusal(file, e);
        }
    }

    /// A reader over the text of a file; hand what it throws to [#refusal].
    public static BufferedReader open(Path file) throws Refusal {
        FilesRead.note(file);
        try {
            InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
            bytes.mark(BOM_LENGTH);
            byte[] first = bytes.readNBytes(BOM_LENGTH);
            if (!new String(first, StandardCharsets.UTF_8).equals("\uFEFF")) {
                bytes.reset();
            }
            return new BufferedReader(new InputStreamReader(bytes, strictUtf8()));
        } catch (IOException e) {
            throw refusal(file, e);
        }
    }

    /// What to say of a file that could not be read.
    public static Refusal refusal(Path file, IOException e) {
        Place whole = new Place(file, 0);
        return switch (e) {
            case NoSuchFileException _ -> whole.refused("no such file");
            case CharacterCodingException _ -> invalidUtf8(file);
            default -> whole.refused("cannot be read: " + e.getMessage());
        };
    }

    private static Refusal invalidUtf8(Path file) {
        ByteBuffer in = ByteBuffer.allocate(1 << 16);
        CharBuffer out = CharBuffer.allocate(1 << 16);
        CharsetDecoder decoder = strictUtf8();
        long offset = 0;
        int line = 1;
        try (InputStream bytes = Files.newInputStream(file)) {
            for (boolean end = false; !end; ) {
                int read = bytes.read(in.array(), in.position(), in.remaining());
                end = read < 0;
                in.position(in.position() + Math.max(read, 0)).flip();
                CoderResult result = decoder.decode(in, out, end);
                for (int i = 0; i < in.position(); i++) {
                    line += in.get(i) == '\n' ? 1 : 0;
                }
                offset += in.position();
                if (result.isError()) {
                    return new Place(file, line)
                            .refused(
                                    "not UTF-8: byte 0x%02X at offset %d; save the file as UTF-8"
                                            .formatted(in.get(in.position()) & 0xFF, offset));
                }
                in.compact();
                out.clear();
            }
        } catch (IOException e) {
            return new Place(file, 0).refused("cannot be read: " + e.getMessage());
        }
        return new Place(file, 0).refused("not UTF-8; save the file as UTF-8");
    }

    private static CharsetDecoder strictUtf8() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }
}
