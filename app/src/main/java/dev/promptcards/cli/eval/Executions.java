package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.ApiClient;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// The executions of a run in the order of its result table, read page by page.
public final class Executions {

    private static final int PAGE = 1000;

    private final ApiClient api;
    private final Workspace workspace;

    public Executions(ApiClient api, Workspace workspace) {
        this.api = api;
        this.workspace = workspace;
    }

    /// @param run as the server tells it
    public Iterable<JsonNode> of(JsonNode run) {
        return () -> new Pages(workspace.run(run.path("id").asText(), "/executions?limit=" + PAGE));
    }

    private final class Pages implements Iterator<JsonNode> {

        private final String first;
        private Iterator<JsonNode> page = Collections.emptyIterator();
        private String next;

        Pages(String first) {
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
}
