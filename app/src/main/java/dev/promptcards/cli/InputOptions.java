package dev.promptcards.cli;

import dev.promptcards.cli.eval.EnvironmentFiles;
import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.promptfoo.Environment;
import dev.promptcards.promptfoo.Filters;
import dev.promptcards.promptfoo.Overrides;
import dev.promptcards.promptfoo.Plan;
import dev.promptcards.promptfoo.PromptfooConfig;
import dev.promptcards.promptfoo.Reading;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a configuration says and the command line may say instead.
final class InputOptions {

    /// In the order promptfoo looks for them (its `src/util/config/default.ts`).
    private static final List<String> USUAL_ENDINGS =
            List.of("yaml", "yml", "json", "cjs", "cts", "js", "mjs", "mts", "ts");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "The configuration, a YAML, JSON or JavaScript file (default:"
                            + " promptfooconfig.yaml in this folder).")
    private @Nullable Path config;

    @Option(
            names = {"-p", "--prompts"},
            paramLabel = "FILE",
            arity = "1..*",
            description = "Prompts in place of the configuration's: files or texts.")
    private List<String> prompts = new ArrayList<>();

    @Option(
            names = {"-r", "--providers"},
            paramLabel = "ID",
            arity = "1..*",
            description = "Providers in place of the configuration's: ids or files.")
    private List<String> providers = new ArrayList<>();

    @Option(
            names = {"-t", "--tests", "--vars"},
            paramLabel = "FILE",
            description = "Tests in place of the configuration's.")
    private @Nullable String tests;

    @Option(
            names = "--var",
            paramLabel = "NAME=VALUE",
            description = "A variable of all tests that do not set it; may be repeated.")
    private Map<String, String> vars = new LinkedHashMap<>();

    @Option(
            names = "--prompt-prefix",
            paramLabel = "TEXT",
            description = "Put this before every prompt.")
    private @Nullable String prefix;

    @Option(
            names = "--prompt-suffix",
            paramLabel = "TEXT",
            description = "Put this behind every prompt.")
    private @Nullable String suffix;

    @Option(
            names = "--grader",
            paramLabel = "ID",
            description = "The provider that judges where no test says otherwise.")
    private @Nullable String grader;

    @Option(names = "--description", paramLabel = "TEXT", description = "What the run is for.")
    private @Nullable String description;

    @Option(
            names = {"--env-file", "--env-path"},
            paramLabel = "FILE",
            description =
                    "Read environment variables from it (default: the .env of this folder, or the"
                            + " one beside the configuration); may be repeated.")
    private List<Path> environmentFiles = new ArrayList<>();

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description =
                    "Files the configuration names lie below this folder (default: its own). One"
                            + " outside is refused.")
    private @Nullable Path root;

    /// Reads the configuration as far as the filters let through.
    Reading read(Filters filters) {
        Path file = file();
        Map<String, String> environment =
                EnvironmentFiles.over(System.getenv(), environmentFiles, file);
        return PromptfooConfig.read(file, overrides(filters, environment));
    }

    /// As above, where a configuration is named; another one that lies about is not meant.
    Optional<Reading> readGiven(Filters filters) {
        return Optional.ofNullable(config).map(_ -> read(filters));
    }

    /// The environment of this process with what `.env` files add, the configuration's own among
    /// them, and under what the configuration itself says (`env`).
    Map<String, String> environment(Plan plan) {
        List<Path> files =
                environmentFiles.isEmpty() ? plan.options().environmentFiles() : environmentFiles;
        Map<String, String> all =
                new TreeMap<>(EnvironmentFiles.over(System.getenv(), files, plan.file()));
        all.putAll(plan.env());
        return all;
    }

    /// The same without a configuration.
    Map<String, String> environment() {
        return EnvironmentFiles.over(System.getenv(), environmentFiles, Path.of(".env"));
    }

    private Overrides overrides(Filters filters, Map<String, String> environment) {
        return new Overrides(
                Optional.ofNullable(root),
                Optional.ofNullable(description),
                List.copyOf(prompts),
                List.copyOf(providers),
                Optional.ofNullable(tests),
                vars,
                Optional.ofNullable(prefix),
                Optional.ofNullable(suffix),
                Optional.ofNullable(grader),
                filters,
                new Environment(environment));
    }

    private Path file() {
        if (config != null) {
            return config;
        }
        return USUAL_ENDINGS.stream()
                .map(ending -> Path.of("promptfooconfig." + ending))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        "There is no promptfooconfig.{%s} in this folder. Name a configuration with -c FILE."
                                                .formatted(String.join(",", USUAL_ENDINGS))));
    }
}
