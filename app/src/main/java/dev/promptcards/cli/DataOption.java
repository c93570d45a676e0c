package dev.promptcards.cli;

import dev.promptcards.cli.server.DataDirectory;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;

/// `--data`, which every command has that needs the data directory.
final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory (default: $PROMPTCARDS_HOME, else ~/.promptcards).")
    private @Nullable Path data;

    DataDirectory directory() {
        return DataDirectory.of(Optional.ofNullable(data), System.getenv());
    }
}
