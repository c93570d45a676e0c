package dev.promptcards.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.Api;
import dev.promptcards.card.search.CardFilter;
import dev.promptcards.card.search.CardRows;
import dev.promptcards.card.search.CardSearch;
import dev.promptcards.card.search.CardSort;
import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.database.Migrations;
import dev.promptcards.embedded.EmbeddedServers;
import dev.promptcards.embedded.Servers;
import dev.promptcards.http.Between;
import dev.promptcards.http.PageRequest;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.context.ApplicationContext;

import org.jdbi.v3.core.Jdbi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/// How long finding cards takes in the largest workspace, as the application's role under row-level
/// security: a page of 20 with its rows and snippets, in one transaction, each time another search.
///
/// Arguments: cards, workspaces, share of the largest workspace, rounds.
public final class SearchBench {

    private static final int TRIES = 200;
    private static final WorkspaceId LARGEST = new WorkspaceId(CardRows.workspace(1));
    private static final CardFilter ALL =
            new CardFilter(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    new TreeMap<>(),
                    Optional.empty(),
                    Optional.empty(),
                    Between.any(),
                    Between.any(),
                    false);

    private final CardSearch search;
    private final int rounds;
    private final SplittableRandom random = new SplittableRandom(1);

    private SearchBench(CardSearch search, int rounds) {
        this.search = search;
        this.rounds = rounds;
    }

    static void main(String[] arguments) throws Exception {
        int cards = Integer.parseInt(arguments[0]);
        int workspaces = Integer.parseInt(arguments[1]);
        double largest = Double.parseDouble(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        Path data = Files.createTempDirectory("promptcards-bench");
        try (Servers servers = EmbeddedServers.start(data)) {
            var owner = DatabaseUrl.parse("owner", servers.databaseOwnerUrl());
            Migrations.migrate(owner, DatabaseUrl.parse("application", servers.databaseUrl()));
            long begun = System.nanoTime();
            CardRows.fill(Jdbi.create(owner::connect), workspaces, cards, largest);
            System.out.printf(
                    Locale.ROOT,
                    "%,d cards (filled in %d s), %,d workspaces, the largest with %.0f %%; %d"
                            + " rounds of %d searches%n",
                    cards,
                    (System.nanoTime() - begun) / 1_000_000_000,
                    workspaces,
                    largest * 100,
                    rounds,
                    TRIES);
            try (ApplicationContext context = ApplicationContext.run(properties(servers, data))) {
                new SearchBench(context.getBean(CardSearch.class), rounds).measure();
            }
        }
    }

    private void measure() {
        page("words, any", () -> words(any()));
        page("words, the 20 commonest", () -> words(CardRows.word(random.nextInt(20))));
        page(
                "words, rare",
                () -> words(CardRows.word(CardRows.words() - 1 - random.nextInt(5_000))));
        page("words, two of any", () -> words(any() + " " + any()));
        page("words, none have them", () -> words(any() + "xyzzy"));
        page("variables, most have them", () -> json("variables", "[{\"type\": \"string\"}]"));
        page("variables, a tenth", () -> json("variables", "[{\"type\": \"number\"}]"));
        page(
                "metadata, one in 2,000",
                () -> json("metadata", "{\"ticket\": \"T-%d\"}".formatted(random.nextInt(2_000))));
        page(
                "metadata, one in ten",
                () ->
                        json(
                                "metadata",
                                "{\"category\": \"category-%d\"}".formatted(random.nextInt(10))));
        page(
                "metadata, none",
                () ->
                        json(
                                "metadata",
                                "{\"ticket\": \"none-%d\"}".formatted(random.nextInt(2_000))));
        page("part of a title", () -> title(part(3 + random.nextInt(4))));
        page("two letters of a title", () -> title(part(2)));
        page("part of no title", () -> title(part(4) + "xq"));
        page("all, last changed", () -> ALL);
        measured(
                "facets of words",
                () -> words(any()),
                it -> search.facets(LARGEST, it, sort(it)).of());
    }

    private void page(String name, Supplier<CardFilter> filter) {
        measured(
                name,
                filter,
                it ->
                        search.page(
                                        LARGEST,
                                        it,
                                        sort(it),
                                        new PageRequest("bench", 20, Optional.empty()))
                                .items()
                                .size());
    }

    private interface Searching {
        int found(CardFilter filter);
    }

    private void measured(String name, Supplier<CardFilter> filter, Searching searching) {
        var p50 = new double[rounds];
        var p95 = new double[rounds];
        long found = 0;
        // The round before the first warms up.
        for (int round = -1; round < rounds; round++) {
            var nanos = new long[TRIES];
            found = 0;
            for (int n = 0; n < TRIES; n++) {
                var wanted = filter.get();
                long begun = System.nanoTime();
                found += searching.found(wanted);
                nanos[n] = System.nanoTime() - begun;
            }
            Arrays.sort(nanos);
            if (round >= 0) {
                p50[round] = nanos[TRIES / 2] / 1e6;
                p95[round] = nanos[TRIES * 95 / 100] / 1e6;
            }
        }
        Arrays.sort(p50);
        Arrays.sort(p95);
        System.out.printf(
                Locale.ROOT,
                "%-26s p50 %6.2f ms   p95 %6.2f ms (min %.2f, max %.2f)   %.1f found%n",
                name,
                p50[rounds / 2],
                p95[rounds / 2],
                p95[0],
                p95[rounds - 1],
                (double) found / TRIES);
    }

    /// A word as likely to be common as rare: people search for both.
    private String any() {
        return CardRows.word((int) Math.pow(CardRows.words() - 1, random.nextDouble()));
    }

    private String part(int letters) {
        var word = CardRows.word(random.nextInt(CardRows.words()));
        while (word.length() < letters) {
            word += word;
        }
        int from = random.nextInt(word.length() - letters + 1);
        return word.substring(from, from + letters);
    }

    private static CardSort sort(CardFilter filter) {
        return CardSort.of(Optional.empty(), filter.words().isPresent());
    }

    private static CardFilter words(String words) {
        return with(Optional.of(words), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static CardFilter title(String part) {
        return with(Optional.empty(), Optional.of(part), Optional.empty(), Optional.empty());
    }

    private static CardFilter json(String name, String text) {
        try {
            Optional<JsonNode> tree = Optional.of(new ObjectMapper().readTree(text));
            return name.equals("variables")
                    ? with(Optional.empty(), Optional.empty(), tree, Optional.empty())
                    : with(Optional.empty(), Optional.empty(), Optional.empty(), tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CardFilter with(
            Optional<String> words,
            Optional<String> titlePart,
            Optional<JsonNode> variables,
            Optional<JsonNode> metadata) {
        return new CardFilter(
                words,
                titlePart,
                ALL.tags(),
                variables,
                metadata,
                ALL.metadataValues(),
                ALL.label(),
                ALL.folder(),
                ALL.created(),
                ALL.updated(),
                false);
    }

    private static Map<String, Object> properties(Servers servers, Path data) {
        return Map.of(
                "database.url",
                servers.databaseUrl(),
                "redis.url",
                servers.redisUrl().orElse(""),
                "promptcards.data",
                data.toString(),
                "promptcards.embedded",
                "true",
                "promptcards.token",
                Api.LOCAL_TOKEN,
                "micronaut.server.port",
                "-1");
    }
}
