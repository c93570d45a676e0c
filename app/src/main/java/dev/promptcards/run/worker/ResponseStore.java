package dev.promptcards.run.worker;

import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// The answers of providers, byte for byte, found again by the hash of what was asked. It is the
/// response cache, the memory that keeps a crashed run from paying twice, and what new assertions
/// grade old answers with.
@Singleton
class ResponseStore implements AutoCloseable {

    private static final int BATCH = 500;

    /// A stored answer.
    record Stored(byte[] body, long latencyMillis) {}

    private record Question(
            WorkspaceId workspace, byte[] hash, CompletableFuture<Optional<Stored>> answer) {}

    private final WorkspaceTransactions transactions;
    private final Batcher<Question> questions;

    ResponseStore(WorkspaceTransactions transactions) {
        this.transactions = transactions;
        this.questions = new Batcher<>("response look-ups", BATCH, this::answer);
    }

    /// The answer to that request, if one of the last fourteen days is stored.
    Optional<Stored> find(WorkspaceId workspace, byte[] hash) {
        var answer = new CompletableFuture<Optional<Stored>>();
        questions.add(new Question(workspace, hash, answer));
        return answer.join();
    }

    /// Stores answers in the caller's transaction. A newer answer to the same request replaces the
    /// older one, which had expired.
    void store(Handle handle, WorkspaceId workspace, List<Entry.Response> responses) {
        if (responses.isEmpty()) {
            return;
        }
        // One statement must not meet a key twice: the last answer of the batch stands.
        var distinct = new HashMap<ByteBuffer, Entry.Response>();
        responses.forEach(r -> distinct.put(ByteBuffer.wrap(r.requestHash()), r));
        var rows = List.copyOf(distinct.values());
        var sql =
                """
                INSERT INTO provider_responses (workspace_id, request_hash, body, latency_millis)
                SELECT ?, g.hash, g.body, g.latency
                  FROM unnest(?::bytea[], ?::bytea[], ?::int8[]) AS g (hash, body, latency)
                ON CONFLICT (workspace_id, request_hash)
                DO UPDATE SET body = excluded.body, latency_millis = excluded.latency_millis,
                              created_at = statement_timestamp()
                """;
        try (var statement = handle.getConnection().prepareStatement(sql)) {
            var connection = handle.getConnection();
            statement.setObject(1, workspace.value());
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "bytea",
                            rows.stream().map(Entry.Response::requestHash).toArray(byte[][]::new)));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "bytea",
                            rows.stream().map(Entry.Response::body).toArray(byte[][]::new)));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "int8", rows.stream().map(Entry.Response::latencyMillis).toArray()));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("storing answers failed", e);
        }
    }

    private void answer(List<Question> batch) {
        batch.stream()
                .collect(Collectors.groupingBy(Question::workspace))
                .forEach(
                        (workspace, asked) -> {
                            try {
                                var found = read(workspace, asked);
                                asked.forEach(
                                        q ->
                                                q.answer()
                                                        .complete(
                                                                Optional.ofNullable(
                                                                        found.get(
                                                                                ByteBuffer.wrap(
                                                                                        q
                                                                                                .hash())))));
                            } catch (RuntimeException e) {
                                asked.forEach(q -> q.answer().completeExceptionally(e));
                            }
                        });
    }

    private Map<ByteBuffer, Stored> read(WorkspaceId workspace, List<Question> asked) {
        var sql =
                """
                SELECT request_hash, body, latency_millis FROM provider_responses
                 WHERE workspace_id = ? AND request_hash = ANY (?::bytea[])
                   AND created_at > statement_timestamp() - interval '14 days'
                """;
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    try (var statement = handle.getConnection().prepareStatement(sql)) {
                        statement.setObject(1, workspace.value());
                        statement.setArray(
                                2,
                                handle.getConnection()
                                        .createArrayOf(
                                                "bytea",
                                                asked.stream()
                                                        .map(Question::hash)
                                                        .toArray(byte[][]::new)));
                        var found = new HashMap<ByteBuffer, Stored>();
                        try (var rows = statement.executeQuery()) {
                            while (rows.next()) {
                                found.put(
                                        ByteBuffer.wrap(rows.getBytes(1)),
                                        new Stored(rows.getBytes(2), rows.getLong(3)));
                            }
                        }
                        return found;
                    } catch (SQLException e) {
                        throw new IllegalStateException("reading answers failed", e);
                    }
                });
    }

    @Override
    @PreDestroy
    public void close() {
        questions.close();
    }
}
