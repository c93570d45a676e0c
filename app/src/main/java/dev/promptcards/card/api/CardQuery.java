package dev.promptcards.card.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.card.search.CardFilter;
import dev.promptcards.card.search.CardSort;
import dev.promptcards.http.Between;
import dev.promptcards.http.Cursor;
import dev.promptcards.http.PageRequest;
import dev.promptcards.http.QueryParameters;
import dev.promptcards.problem.Problem;
import dev.promptcards.problem.StorableText;
import dev.promptcards.problem.UnreadableJson;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A search for cards as it stands in an address.
///
/// @param facets whether they are wanted
record CardQuery(CardFilter filter, CardSort sort, PageRequest page, boolean facets) {

    private static final int MAX_WORDS = 1_000;
    private static final int MAX_TEXT = 500;
    private static final int MAX_JSON = 10_000;
    private static final int MAX_TAGS = 50;
    private static final int MAX_METADATA = 20;

    /// A page of cards with snippets is no longer than this: each is made of a whole text.
    private static final int MAX_SNIPPETS = 100;

    private static final String METADATA = "metadata.";
    private static final String VARIABLES = "[{\"type\": \"string\"}]";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /// Reads the parameters of [CardSearchController#find]; what cannot be read, or is not known,
    /// is refused by name.
    static CardQuery of(QueryParameters given) {
        var filter =
                new CardFilter(
                        given.text("q", MAX_WORDS),
                        given.text("title~", MAX_TEXT),
                        given.all("tag", MAX_TAGS, MAX_TEXT),
                        json(given, "variables")
                                .map(it -> kind("variables", it, it.isArray(), VARIABLES)),
                        json(given, "metadata")
                                .map(
                                        it ->
                                                kind(
                                                        "metadata",
                                                        it,
                                                        it.isObject(),
                                                        "{\"team\": \"a\"}")),
                        metadataValues(given),
                        given.text("label", MAX_TEXT).map(CardQuery::label),
                        given.text("folder", MAX_TEXT),
                        Between.times("created", given.text("created", MAX_TEXT)),
                        Between.times("updated", given.text("updated", MAX_TEXT)),
                        given.flag("archived"));
        var sort = CardSort.of(given.text("sort", MAX_TEXT), filter.words().isPresent());
        var listing = Cursor.listing("cards", filter + " " + sort);
        var page = given.page(listing, sort.cursorParts());
        var facets = given.flag("facets");
        given.refuseOthers(METADATA + "…");
        if (filter.words().isPresent() && page.limit() > MAX_SNIPPETS) {
            throw new Problem.Invalid(
                    "limit: with q at most 100, for the snippets; follow `next` for more");
        }
        return new CardQuery(filter, sort, page, facets);
    }

    private static Optional<JsonNode> json(QueryParameters given, String name) {
        return given.text(name, MAX_JSON).map(it -> json(name, it));
    }

    private static JsonNode json(String name, String text) {
        try {
            var tree = JSON.readTree(text);
            StorableText.require(name, tree);
            return tree;
        } catch (JsonProcessingException e) {
            throw new Problem.Invalid(name + ": no JSON; " + UnreadableJson.reason(e));
        }
    }

    private static JsonNode kind(String name, JsonNode tree, boolean right, String example) {
        if (!right) {
            throw new Problem.Invalid(
                    "%s: expected JSON such as `%s`, to be contained in the card's"
                            .formatted(name, example));
        }
        return tree;
    }

    private static SortedMap<String, String> metadataValues(QueryParameters given) {
        var values = new TreeMap<String, String>();
        for (var name : given.beginning(METADATA)) {
            var key = name.substring(METADATA.length());
            StorableText.require("a key of metadata", key, MAX_TEXT);
            List<String> value = given.all(name, 1, MAX_TEXT);
            values.put(key, value.getFirst());
        }
        if (values.size() > MAX_METADATA) {
            throw new Problem.Invalid(
                    "metadata: at most 20 values, and these are %,d".formatted(values.size()));
        }
        return Collections.unmodifiableSortedMap(values);
    }

    private static String label(String label) {
        if (label.equals("latest")) {
            throw new Problem.Invalid(
                    "label: `latest` is on every card; leave it out, or name another");
        }
        return label;
    }
}
