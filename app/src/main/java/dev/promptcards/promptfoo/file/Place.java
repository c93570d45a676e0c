package dev.promptcards.promptfoo.file;

import dev.promptcards.promptfoo.file.Finding.Severity;

import java.nio.file.Path;

/// A line of a file; line 0 means the file as a whole.
public record Place(Path file, int line) {

    /// Nothing can run before this is put right.
    public Refusal refused(String message) {
        return new Refusal(new Finding(Severity.REFUSED, this, message));
    }

    /// The cases concerned become errors, the others run.
    public Finding unsupported(String message) {
        return new Finding(Severity.UNSUPPORTED, this, message);
    }

    /// Passed over; no verdict hangs on it.
    public Finding ignored(String message) {
        return new Finding(Severity.IGNORED, this, message);
    }

    @Override
    public String toString() {
        return line > 0 ? file + ":" + line : file.toString();
    }
}
