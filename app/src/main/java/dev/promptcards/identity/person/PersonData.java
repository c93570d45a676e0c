package dev.promptcards.identity.person;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.audit.Erasure;
import dev.promptcards.audit.Held;
import dev.promptcards.audit.Traces;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Everything that is held about a person (article 15 of the GDPR), as one JSON object. What the
/// audit log holds comes last and a piece at a time, so that no amount of it fills the memory.
@Singleton
class PersonData {

    private static final int ROWS = 2_000;

    private final WorkspaceTransactions transactions;
    private final PersonStates states;
    private final PersonRows rows;
    private final WorkspaceTraces traces;
    private final Erasure erasure;
    private final ObjectMapper json;

    PersonData(
            WorkspaceTransactions transactions,
            PersonStates states,
            PersonRows rows,
            WorkspaceTraces traces,
            Erasure erasure,
            ObjectMapper json) {
        this.transactions = transactions;
        this.states = states;
        this.rows = rows;
        this.traces = traces;
        this.erasure = erasure;
        this.json = json;
    }

    /// A chain that is still to be read.
    private record Chain(WorkspaceId workspace, Traces traces) {}

    /// The JSON, read from the database while it is read from here.
    InputStream of(UserId user) {
        var person = states.get(user);
        var held = (ObjectNode) transactions.asUser(user, handle -> rows.held(handle, user));
        var workspaces = transactions.asUser(user, handle -> rows.workspaces(handle, user));
        var list = held.putArray("workspaces");
        var places = new LinkedHashSet<>(workspaces);
        for (var workspace : workspaces) {
            var section =
                    transactions.inWorkspace(
                            workspace,
                            handle -> traces.held(handle, workspace, user, person.email()));
            list.add(section);
        }
        places.addAll(erasure.chainsAbout(user));
        var chains = new ArrayDeque<Chain>();
        places.forEach(
                it -> chains.add(new Chain(it, new Traces(user, person.email(), keys(it, user)))));
        return new SequenceInputStream(new Pieces(held, chains));
    }

    private List<UUID> keys(WorkspaceId workspace, UserId user) {
        return transactions.inWorkspace(workspace, handle -> traces.keys(handle, workspace, user));
    }

    private ObjectNode event(Held held) {
        ObjectNode event = json.valueToTree(held);
        return event.put("workspace", held.workspace().toString());
    }

    private String text(ObjectNode value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is held cannot be written", e);
        }
    }

    /// The sections, then the log's pieces, each in a transaction of its own, then the end.
    private final class Pieces implements Enumeration<InputStream> {

        private final Deque<Chain> chains;
        private String before;
        private Optional<Held> last = Optional.empty();
        private boolean ended;

        Pieces(ObjectNode sections, Deque<Chain> chains) {
            this.chains = chains;
            var object = text(sections);
            this.before = object.substring(0, object.length() - 1) + ",\"audit\":[";
        }

        @Override
        public boolean hasMoreElements() {
            return !ended;
        }

        @Override
        public InputStream nextElement() {
            var chain = chains.peek();
            return chain == null ? end() : events(chain);
        }

        private InputStream events(Chain chain) {
            var events = erasure.heldAbout(chain.workspace(), chain.traces(), last, ROWS);
            last = Optional.ofNullable(events.isEmpty() ? null : events.getLast());
            if (events.size() < ROWS) {
                chains.remove();
                last = Optional.empty();
            }
            var piece = new StringBuilder();
            for (var event : events) {
                piece.append(before).append(text(event(event)));
                before = ",";
            }
            return bytes(piece.toString());
        }

        private InputStream end() {
            ended = true;
            return bytes(before.equals(",") ? "]}" : before + "]}");
        }

        private static InputStream bytes(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
