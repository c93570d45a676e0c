package dev.promptcards.cli;

import dev.promptcards.cli.server.Access;
import dev.promptcards.cli.server.CommandFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The API key to let a command in by, if it is given one.
final class ApiKeyOptions {

    private static final String VARIABLE = "PROMPTCARDS_API_KEY";

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description =
                    "The API key to be let in by (default: $PROMPTCARDS_API_KEY, which the other"
                            + " users of this machine cannot read, as they can this).")
    private @Nullable String key;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "The same, from a file that holds nothing else.")
    private @Nullable Path file;

    /// What lets the command in; empty where no key is given.
    Optional<Access> access(Map<String, String> environment) {
        if (key != null) {
            return Optional.of(access(key, "--api-key"));
        }
        if (file != null) {
            return Optional.of(access(content(file), "--api-key-file"));
        }
        return Optional.ofNullable(environment.get(VARIABLE))
                .filter(value -> !value.isBlank())
                .map(value -> access(value, VARIABLE));
    }

    private static Access access(String word, String source) {
        if (!word.strip().startsWith("pck_")) {
            throw new CommandFailure(
                    "%s holds no API key of Prompt Cards: one begins with pck_.".formatted(source));
        }
        return Access.shown(
                word.strip(),
                "The key is that of %s, and must be this server's.".formatted(source));
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    "--api-key-file: %s cannot be read (%s).".formatted(file, e), e);
        }
    }
}
