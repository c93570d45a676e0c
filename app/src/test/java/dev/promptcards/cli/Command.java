package dev.promptcards.cli;

import dev.promptcards.Api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /// Gives a data directory the `server.json` by which commands are let in.
    static void find(URI server, Path data) {
        try {
            Files.createDirectories(data);
            Files.writeString(
                    data.resolve("server.json"),
                    """
                    {"url": "%s", "pid": %d, "version": "test", "role": "all", "databaseUrl": "", "token": "%s"}
                    """
                            .formatted(server, ProcessHandle.current().pid(), Api.LOCAL_TOKEN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return said + complained;
    }
}
