package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.ApiClient;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// The items of a list the server tells page by page.
final class Pages implements Iterator<JsonNode> {

    private final ApiClient api;
    private final String first;
    private Iterator<JsonNode> page = Collections.emptyIterator();
    private String next;

    /// @param first the address of the first page, with its `limit`
    Pages(ApiClient api, String first) {
        this.api = api;
        this.first = first;
        this.next = first;
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && !next.isEmpty()) {
            JsonNode answer = api.get(next);
            page = answer.path("items").iterator();
            String cursor = answer.path("next").asText("");
            next =
                    cursor.isEmpty() || answer.path("next").isNull()
                            ? ""
                            : first + "&cursor=" + Workspace.encoded(cursor);
        }
        return page.hasNext();
    }

    @Override
    public JsonNode next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.next();
    }
}
