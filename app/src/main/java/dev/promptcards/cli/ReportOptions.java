package dev.promptcards.cli;

import dev.promptcards.cli.server.ApiClient;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// What a report is asked. The server says what each report takes.
final class ReportOptions {

    /// By its name: picocli gives no command its own where one of the options is called
    /// `--version`.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    @Option(
            names = "--window",
            paramLabel = "WINDOW",
            description =
                    "30d (the default) is the last 30 days, today among them; all; FROM..TO, dates"
                            + " or times of which the second is not included.")
    private @Nullable String window;

    @Option(names = "--card", paramLabel = "SLUG", description = "Only a card.")
    private @Nullable String card;

    @Option(names = "--version", paramLabel = "N", description = "Only a version.")
    private @Nullable String version;

    @Option(names = "--suite", paramLabel = "SLUG", description = "Only runs on a suite.")
    private @Nullable String suite;

    @Option(names = "--model", paramLabel = "MODEL", description = "Only a model.")
    private @Nullable String model;

    @Option(names = "--provider", paramLabel = "KIND", description = "Only a kind of provider.")
    private @Nullable String provider;

    @Option(names = "--tag", paramLabel = "TAG", description = "Only cards with a tag.")
    private @Nullable String tag;

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            description = "Only the versions a label points at now.")
    private @Nullable String label;

    @Option(
            names = "--baseline",
            paramLabel = "MODEL",
            description = "Compare models with this one, on the cases both tried.")
    private @Nullable String baseline;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many rows.")
    private @Nullable String limit;

    /// As the query of an address, with its `?`; empty where nothing is asked.
    String parameters() {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, "window", window);
        put(given, "card", card);
        put(given, "version", version);
        put(given, "suite", suite);
        put(given, "model", model);
        put(given, "provider", provider);
        put(given, "tag", tag);
        put(given, "label", label);
        put(given, "baseline", baseline);
        put(given, "limit", limit);
        return given.isEmpty()
                ? ""
                : given.entrySet().stream()
                        .map(it -> it.getKey() + "=" + ApiClient.encoded(it.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static void put(Map<String, String> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, value);
        }
    }
}
