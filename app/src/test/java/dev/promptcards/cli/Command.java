package dev.promptcards.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// A command that ran in this process: its exit code, what it said and what it complained of. Tests
/// that run one lock [org.junit.jupiter.api.parallel.Resources#SYSTEM_OUT] and `SYSTEM_ERR`.
record Command(int exitCode, String said, String complained) {

    static Command run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var outBefore = System.out;
        var errBefore = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int code = PromptCards.run(arguments);
            return new Command(
                    code,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
    }

    String text() {
        return said + complained;
    }
}
