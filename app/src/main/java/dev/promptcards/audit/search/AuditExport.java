package dev.promptcards.audit.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Optional;
import java.util.function.Function;

/// Gives events away, newest first, as lines.
@Singleton
public class AuditExport {

    private static final int ROWS = 500;

    private final AuditSearch search;
    private final ObjectMapper json;

    AuditExport(AuditSearch search, ObjectMapper json) {
        this.search = search;
        this.json = json;
    }

    /// A line of JSON an event.
    public InputStream lines(WorkspaceId workspace, AuditFilter filter) {
        return new SequenceInputStream(new Pieces(workspace, filter, "", this::line));
    }

    /// A table with a head, for spreadsheets: no cell of it is taken for a formula.
    public InputStream table(WorkspaceId workspace, AuditFilter filter) {
        return new SequenceInputStream(new Pieces(workspace, filter, CsvRow.HEAD, CsvRow::of));
    }

    private String line(FoundEvent event) {
        try {
            return json.writeValueAsString(event) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that cannot be written", e);
        }
    }

    /// Reads a piece at a time, each in a transaction of its own: no connection waits for a slow
    /// reader. What is recorded meanwhile is newer and not in it.
    private final class Pieces implements Enumeration<InputStream> {

        private final WorkspaceId workspace;
        private final AuditFilter filter;
        private final Function<FoundEvent, String> line;
        private String head;
        private Optional<AuditSearch.Place> place = Optional.empty();
        private boolean ended;

        Pieces(
                WorkspaceId workspace,
                AuditFilter filter,
                String head,
                Function<FoundEvent, String> line) {
            this.workspace = workspace;
            this.filter = filter;
            this.head = head;
            this.line = line;
        }

        @Override
        public boolean hasMoreElements() {
            return !ended;
        }

        @Override
        public InputStream nextElement() {
            var events = search.after(workspace, filter, place, ROWS);
            ended = events.size() < ROWS;
            var piece = new StringBuilder(head);
            head = "";
            events.forEach(event -> piece.append(line.apply(event)));
            if (!events.isEmpty()) {
                var last = events.getLast();
                place = Optional.of(new AuditSearch.Place(last.at(), last.id()));
            }
            return new ByteArrayInputStream(piece.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
