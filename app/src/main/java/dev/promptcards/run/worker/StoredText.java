package dev.promptcards.run.worker;

import dev.promptcards.problem.StorableText;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Texts of models and scripts, as PostgreSQL takes them.
final class StoredText {

    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    private StoredText() {}

    /// PostgreSQL holds neither U+0000 nor half a character: U+FFFD takes its place. The answer's
    /// own bytes are stored as they came.
    static String of(String text) {
        var plain = text.contains("\\u0000") ? text.replace("\\u0000", "\\ufffd") : text;
        if (StorableText.fault(plain).isEmpty()) {
            return plain;
        }
        // Encoding puts a `?` for half a character; decoding what is not there is U+FFFD.
        var encoder =
                StandardCharsets.UTF_8
                        .newEncoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .replaceWith(REPLACEMENT.clone());
        try {
            var bytes = encoder.encode(CharBuffer.wrap(plain.replace('\u0000', '\uFFFD')));
            return StandardCharsets.UTF_8.decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("every character can be written as UTF-8", e);
        }
    }
}
