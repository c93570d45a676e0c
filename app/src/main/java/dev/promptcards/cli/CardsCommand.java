package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.cli.server.ApiClient;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `promptcards cards`.
@Command(
        name = "cards",
        description = "Find cards: all in use, last changed first, where nothing is asked for.")
final class CardsCommand implements Callable<Integer> {

    /// A page of found cards is no longer than this where words are searched for.
    private static final int PAGE = 100;

    /// How an answer is shown.
    enum Format {
        TABLE,
        JSON
    }

    @Mixin private ServerOptions server = new ServerOptions();
    @Mixin private WorkspaceOption workspace = new WorkspaceOption();

    @Parameters(
            arity = "0..*",
            paramLabel = "QUERY",
            description =
                    "Words in title, description, tags and template: \"in quotes\", or, -not.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--title", paramLabel = "PART", description = "A part of the title.")
    private @Nullable String title;

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            description = "A tag; several, and a card has all of them.")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--label", paramLabel = "LABEL", description = "A label the card has.")
    private @Nullable String label;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "metadata.folder, or a folder above it.")
    private @Nullable String folder;

    @Option(
            names = "--metadata",
            paramLabel = "KEY=VALUE",
            description = "A value in the metadata.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @Option(
            names = "--variables",
            paramLabel = "JSON",
            description = "What the variables contain: '[{\"type\": \"string\"}]'.")
    private @Nullable String variables;

    @Option(
            names = "--created",
            paramLabel = "FROM..TO",
            description = "Dates or times (UTC), TO not included; one may be left out.")
    private @Nullable String created;

    @Option(names = "--updated", paramLabel = "FROM..TO", description = "As --created.")
    private @Nullable String updated;

    @Option(names = "--archived", description = "The archived ones, instead of those in use.")
    private boolean archived;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description = "rank, updated, created, title; -updated for the other direction.")
    private @Nullable String sort;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TABLE;

    @Override
    public Integer call() {
        try (var connection = server.connect();
                var api = connection.client()) {
            var found = found(api);
            System.out.print(
                    format == Format.JSON
                            ? found.toPrettyString() + System.lineSeparator()
                            : table(found));
            return 0;
        }
    }

    private ArrayNode found(ApiClient api) {
        var items = JsonNodeFactory.instance.arrayNode();
        String cursor = "";
        do {
            var page = api.get(address(Math.min(PAGE, limit - items.size()), cursor));
            page.path("items").forEach(items::add);
            cursor = page.path("next").isTextual() ? page.path("next").textValue() : "";
        } while (!cursor.isEmpty() && items.size() < limit);
        if (!cursor.isEmpty()) {
            System.err.println("There are more: narrow the search, or raise --limit.");
        }
        return items;
    }

    private String address(int rows, String cursor) {
        var query = new ArrayList<String>();
        add(query, "limit", String.valueOf(rows));
        add(query, "q", words.isEmpty() ? null : String.join(" ", words));
        add(query, "title~", title);
        tags.forEach(it -> add(query, "tag", it));
        add(query, "label", label);
        add(query, "folder", folder);
        metadata.forEach((key, value) -> add(query, "metadata." + key, value));
        add(query, "variables", variables);
        add(query, "created", created);
        add(query, "updated", updated);
        add(query, "archived", archived ? "true" : null);
        add(query, "sort", sort);
        add(query, "cursor", cursor.isEmpty() ? null : cursor);
        return workspace.path("/cards?" + String.join("&", query));
    }

    private static void add(List<String> query, String name, @Nullable String value) {
        if (value != null) {
            query.add(ApiClient.encoded(name) + "=" + ApiClient.encoded(value));
        }
    }

    private static String table(JsonNode found) {
        var table = new TextTable("SLUG", "TITLE", "TAGS", "LABELS", "UPDATED");
        for (var card : found) {
            var tags = new ArrayList<String>();
            card.path("tags").forEach(it -> tags.add(it.asText()));
            var labels = new ArrayList<String>();
            card.path("labels")
                    .properties()
                    .forEach(it -> labels.add(it.getKey() + "=" + it.getValue().asText()));
            table.add(
                    card.path("slug").asText(),
                    shortened(card.path("title").asText()),
                    String.join(", ", tags),
                    String.join(", ", labels),
                    card.path("updatedAt").asText().replaceFirst("\\..*|Z$", ""));
        }
        return table.text();
    }

    private static String shortened(String title) {
        return title.codePointCount(0, title.length()) <= 60
                ? title
                : title.substring(0, title.offsetByCodePoints(0, 59)) + "…";
    }
}
