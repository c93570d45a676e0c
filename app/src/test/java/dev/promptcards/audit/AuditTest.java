package dev.promptcards.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

class AuditTest {

    private static final int WRITERS = 8;
    private static final int EACH = 25;

    private static final TestDatabase DATABASE = TestServers.freshDatabase();

    private final AuditLog log = new AuditLog(DATABASE);
    private final UserId bob = new UserId(UUID.randomUUID());

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void writers_at_the_same_time_make_one_chain() {
        var workspace = log.workspace(0, bob);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < WRITERS; writer++) {
                threads.submit(
                        () -> {
                            for (int i = 1; i <= EACH; i++) {
                                log.record(
                                        workspace,
                                        AuditLog.entry(i),
                                        AuditLog.entry(i).after(many()));
                            }
                        });
            }
        }

        var found = log.verify(workspace);
        assertThat(found.intact()).as(found.toString()).isTrue();
        assertThat(found.events()).isEqualTo(2L * WRITERS * EACH);
        assertThat(
                        read(
                                workspace,
                                "SELECT count(*) FROM (SELECT seq - lag(seq) OVER (ORDER BY"
                                        + " created_at, id) AS step FROM audit_events WHERE"
                                        + " workspace_id = :w) AS s WHERE step <> 1"))
                .as("events whose time or id is not in the order of their numbers")
                .isEqualTo("0");
    }

    @Test
    void many_events_cost_two_statements() {
        var workspace = log.workspace(0, bob);
        var entries = IntStream.range(0, 1_500).mapToObj(AuditLog::entry).toList();
        var statements = new ArrayList<String>();

        DATABASE.transactions()
                .inWorkspace(
                        workspace,
                        handle -> {
                            handle.setSqlLogger(new Counting(statements));
                            log.audit.record(handle, workspace, AuditLog.AS_ADA, entries);
                            return handle;
                        });

        // The third asks once in the life of a chain whether it has lost its head.
        assertThat(statements).hasSize(3);
        assertThat(log.verify(workspace).events()).isEqualTo(1_500);
        assertThat(log.breaches(workspace)).isEmpty();
    }

    @Test
    void what_is_rolled_back_leaves_no_event() {
        var workspace = log.workspace(1, bob);

        assertThatThrownBy(
                        () ->
                                DATABASE.transactions()
                                        .inWorkspace(
                                                workspace,
                                                handle -> {
                                                    log.audit.record(
                                                            handle, workspace, AuditLog.entry(2));
                                                    throw new IllegalStateException("changed mind");
                                                }))
                .hasMessage("changed mind");

        assertThat(log.verify(workspace).events()).isEqualTo(1);
        assertThat(log.breaches(workspace)).isEmpty();
    }

    @Test
    void long_texts_are_kept_as_their_hash() throws Exception {
        var workspace = log.workspace(0, bob);
        log.record(
                workspace,
                AuditLog.entry(1)
                        .after(new ObjectMapper().createObjectNode().put("t", "x".repeat(1_025))));

        var after = read(workspace, "SELECT after::text FROM audit_events WHERE workspace_id = :w");

        assertThat(new ObjectMapper().readTree(after).path("t").path("characters").intValue())
                .isEqualTo(1_025);
        assertThat(after).doesNotContain("xx");
        assertThat(log.breaches(workspace)).isEmpty();
    }

    @Test
    void an_erased_person_is_gone_and_the_chain_stands() {
        var workspace = log.workspace(6, bob);
        var held = new ArrayList<Held>();
        held.addAll(log.held(bob));
        assertThat(held).hasSize(1);
        assertThat(held.getFirst().details()).isEqualTo(AuditLog.email());

        assertThat(log.erase(bob)).isEqualTo(1);

        held.clear();
        held.addAll(log.held(bob));
        assertThat(held).isEmpty();
        var found = log.verify(workspace);
        assertThat(found.intact()).as(found.toString()).isTrue();
        assertThat(found.erased()).isEqualTo(1);
        assertThat(
                        read(
                                workspace,
                                "SELECT string_agg(to_jsonb(p)::text, '') FROM audit_people p"
                                        + " WHERE workspace_id = :w"))
                .doesNotContain("bob@example.com");
    }

    @Test
    void who_erases_himself_leaves_no_trace_by_it() {
        var user = new UserId(UUID.randomUUID());
        var origin = AuditLog.AS_ADA.origin();
        var actor = new Actor(Actor.Kind.USER, user.toString(), origin);
        var workspace = DATABASE.workspace();
        log.record(workspace, actor, AuditLog.entry(1));

        try (var _ =
                io.micronaut.core.propagation.PropagatedContext.getOrEmpty()
                        .plus(actor)
                        .propagate()) {
            log.erase(user);
        }

        var held = new ArrayList<Held>();
        held.addAll(log.held(user));
        assertThat(held).isEmpty();
        assertThat(log.breaches(workspace)).isEmpty();
    }

    @Test
    void everything_about_a_person_is_given_from_every_chain() {
        var user = new UserId(UUID.randomUUID());
        var actor = new Actor(Actor.Kind.USER, user.toString(), AuditLog.AS_ADA.origin());
        var workspaces = List.of(DATABASE.workspace(), DATABASE.workspace());
        workspaces.forEach(it -> log.record(it, actor, AuditLog.entry(1)));
        log.record(
                WorkspaceId.INSTALLATION,
                actor,
                new AuditEntry("session.sign-in", "user", user.toString(), ""));

        var held = new ArrayList<Held>();
        held.addAll(log.held(user));

        assertThat(held)
                .extracting(Held::workspace)
                .containsExactlyInAnyOrder(
                        workspaces.get(0), workspaces.get(1), WorkspaceId.INSTALLATION);
        assertThat(held).extracting(Held::address).containsOnly("203.0.113.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_events SET action = 'x' WHERE workspace_id = :w",
                "DELETE FROM audit_events WHERE workspace_id = :w",
                "TRUNCATE audit_events",
                "UPDATE audit_people SET address = 'x' WHERE workspace_id = :w",
                "TRUNCATE audit_people",
                "DELETE FROM audit_heads WHERE workspace_id = :w",
                "TRUNCATE audit_heads",
            })
    void the_application_may_not(String statement) {
        var workspace = log.workspace(1, bob);

        assertThatThrownBy(() -> execute(workspace, statement))
                .isInstanceOf(UnableToExecuteStatementException.class)
                .hasMessageContaining("permission denied");
    }

    @Test
    void the_owner_is_stopped_by_a_trigger_as_long_as_it_is_there() {
        var workspace = log.workspace(1, bob);
        for (var change :
                List.of("UPDATE audit_events SET action = 'x'", "DELETE FROM audit_events")) {
            assertThatThrownBy(
                            () ->
                                    DATABASE.ownerJdbi()
                                            .useTransaction(
                                                    owner -> {
                                                        owner.execute(
                                                                "SELECT bind_workspace(?)",
                                                                workspace.value());
                                                        owner.execute(
                                                                change + " WHERE workspace_id = ?",
                                                                workspace.value());
                                                    }))
                    .hasMessageContaining("immutable");
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode many() {
        return new ObjectMapper().createArrayNode().add(1).add("two").add(true).addNull().add(0.1);
    }

    private String read(WorkspaceId workspace, String query) {
        return DATABASE.transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.createQuery(query)
                                        .bind("w", workspace)
                                        .mapTo(String.class)
                                        .one());
    }

    private int execute(WorkspaceId workspace, String statement) {
        return DATABASE.transactions()
                .inWorkspace(
                        workspace,
                        handle -> {
                            var update = handle.createUpdate(statement);
                            return (statement.contains(":w") ? update.bind("w", workspace) : update)
                                    .execute();
                        });
    }

    private record Counting(List<String> statements)
            implements org.jdbi.v3.core.statement.SqlLogger {
        @Override
        public void logAfterExecution(org.jdbi.v3.core.statement.StatementContext context) {
            statements.add(context.getRawSql());
        }
    }
}
