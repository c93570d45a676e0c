package dev.promptcards.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.audit.chain.TestChains;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/// Changes a chain of ten events in every way the owner of the tables can, who has taken away the
/// triggers and the policies and lacks only the master key.
class TamperingTest {

    private static final int EVENTS = 10;
    private static final TestDatabase DATABASE = TestServers.freshDatabase();

    private final AuditLog log = new AuditLog(DATABASE);
    private final UserId bob = new UserId(UUID.randomUUID());
    private final WorkspaceId workspace = log.workspace(EVENTS, bob);

    @BeforeAll
    static void take_every_guard_away() {
        DATABASE.ownerJdbi()
                .useHandle(
                        owner -> {
                            for (var table : List.of("events", "people", "heads")) {
                                owner.execute(
                                        "ALTER TABLE audit_"
                                                + table
                                                + " DISABLE ROW LEVEL SECURITY");
                            }
                            owner.execute("DROP TRIGGER audit_events_immutable ON audit_events");
                            owner.execute("DROP TRIGGER audit_people_immutable ON audit_people");
                        });
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void an_untouched_chain_is_intact() {
        var found = log.verify(workspace);

        assertThat(found.intact()).as(found.toString()).isTrue();
        assertThat(found.events()).isEqualTo(EVENTS);
        assertThat(found.first()).isEqualTo(1);
        assertThat(found.end()).hasValueSatisfying(end -> assertThat(end.seq()).isEqualTo(EVENTS));
    }

    static List<String> columns() {
        return DATABASE.ownerJdbi()
                .withHandle(
                        owner ->
                                owner.createQuery(
                                                """
                                                SELECT column_name FROM information_schema.columns
                                                 WHERE table_name = 'audit_events' ORDER BY ordinal_position
                                                """)
                                        .mapTo(String.class)
                                        .list());
    }

    @ParameterizedTest
    @MethodSource("columns")
    void every_column_of_an_event_is_guarded(String column) {
        for (int seq : List.of(1, 5, EVENTS)) {
            var edited = log.workspace(EVENTS, bob);
            var target = log.workspace(EVENTS, bob);
            tamper(
                    edited,
                    "UPDATE audit_events SET %s = %s WHERE workspace_id = :w AND seq = %d"
                            .formatted(column, another(column, target), seq));

            var expected =
                    switch (column) {
                        case "seq" -> "reordered@" + (seq + 490);
                        case "workspace_id" -> (seq == EVENTS ? "tail-cut@" : "deleted@") + seq;
                        default -> "edited@" + seq;
                    };
            assertThat(log.breaches(edited)).isEqualTo(expected);
            if (column.equals("workspace_id")) {
                assertThat(log.breaches(target)).isEqualTo("inserted@" + seq);
            }
        }
    }

    private static String another(String column, WorkspaceId target) {
        return switch (column) {
            case "workspace_id" -> "'" + target + "'";
            case "id", "subject_id" -> "gen_random_uuid()";
            case "created_at" -> "created_at + interval '1 microsecond'";
            case "seq" -> "seq + 490";
            case "actor_kind" -> "'key'";
            case "actor_id", "object_kind", "object_id", "object_name", "action" ->
                    column + " || 'x'";
            case "before", "after" -> column + " || '{\"version\": 99}'";
            case "origin_hash", "subject_hash", "key_id", "previous_hash", "hash" ->
                    "coalesce(set_byte(%1$s, 0, (get_byte(%1$s, 0) + 1) %% 256), '\\x00')"
                            .formatted(column);
            default -> throw new AssertionError("a new column: say how it is edited: " + column);
        };
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "the first deleted      | DELETE FROM audit_events WHERE E AND seq = 1 | deleted@1",
                "one deleted            | DELETE FROM audit_events WHERE E AND seq = 5 | deleted@5",
                "three deleted          | DELETE FROM audit_events WHERE E AND seq IN (3, 4, 8)"
                        + " | deleted@3-4 deleted@8",
                "the last deleted       | DELETE FROM audit_events WHERE E AND seq = 10 |"
                        + " tail-cut@10",
                "the end deleted        | DELETE FROM audit_events WHERE E AND seq > 6 |"
                        + " tail-cut@7-10",
                "all deleted            | DELETE FROM audit_events WHERE E | tail-cut@1-10",
                "the end deleted, and the head set back | DELETE FROM audit_events WHERE E AND seq"
                    + " > 6; UPDATE audit_heads SET seq = 6, hash = (SELECT hash FROM audit_events"
                    + " WHERE E AND seq = 6) WHERE E | head-forged@6",
                "one put in beside another | INSERT INTO audit_events SELECT"
                    + " (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).*"
                    + " FROM audit_events e WHERE E AND seq = 5 | inserted@5",
                "one put in at the end  | INSERT INTO audit_events SELECT (jsonb_populate_record(e,"
                        + " jsonb_build_object('id', gen_random_uuid(), 'seq', 11))).* FROM"
                        + " audit_events e WHERE E AND seq = 5 | inserted@11",
                "one put in, the others moved on | UPDATE audit_events SET seq = seq + 1 WHERE E"
                    + " AND seq > 8; INSERT INTO audit_events SELECT (jsonb_populate_record(e,"
                    + " jsonb_build_object('id', gen_random_uuid(), 'seq', 9))).* FROM audit_events"
                    + " e WHERE E AND seq = 5 | inserted@9 reordered@10 reordered@11",
                "one deleted, the others moved up | DELETE FROM audit_events WHERE E AND seq = 8;"
                        + " UPDATE audit_events SET seq = seq - 1 WHERE E AND seq > 8"
                        + " | reordered@8 deleted@8 reordered@9",
                "two swapped            | UPDATE audit_events SET seq = 10 - seq WHERE E AND seq IN"
                        + " (3, 7) | reordered@3 reordered@7",
                "neighbours swapped     | UPDATE audit_events SET seq = 9 - seq WHERE E AND seq IN"
                        + " (4, 5) | reordered@4 reordered@5",
                "the first and the last swapped | UPDATE audit_events SET seq = 11 - seq WHERE E"
                        + " AND seq IN (1, 10) | reordered@1 reordered@10",
                "contents swapped       | UPDATE audit_events e SET after = o.after FROM"
                    + " audit_events o WHERE e.workspace_id = :w AND o.workspace_id = :w AND e.seq"
                    + " IN (3, 7) AND o.seq = 10 - e.seq | edited@3 edited@7",
                "the head's number      | UPDATE audit_heads SET seq = 9 WHERE E | head-forged@9",
                "the head's hash        | UPDATE audit_heads SET hash = sha256('x') WHERE E |"
                        + " head-forged@10",
                "the head's time        | UPDATE audit_heads SET recorded_at = now() WHERE E"
                        + " | head-forged@10",
                "the head's key         | UPDATE audit_heads SET key_id = '' WHERE E |"
                        + " other-key@10",
                "the head's seal        | UPDATE audit_heads SET seal = sha256('x') WHERE E |"
                        + " head-forged@10",
                "the head deleted       | DELETE FROM audit_heads WHERE E | head-forged@10",
                "an address changed     | UPDATE audit_people SET address = '127.0.0.1' WHERE E AND"
                    + " role = 'origin' AND event_id = (SELECT id FROM audit_events WHERE E AND seq"
                    + " = 2) | personal-edited@2",
                "a browser changed      | UPDATE audit_people SET user_agent = '' WHERE E AND role"
                    + " = 'origin' AND event_id = (SELECT id FROM audit_events WHERE E AND seq = 2)"
                    + " | personal-edited@2",
                "another person         | UPDATE audit_people SET user_id = NULL WHERE E AND role ="
                    + " 'origin' AND event_id = (SELECT id FROM audit_events WHERE E AND seq = 2) |"
                    + " personal-edited@2",
                "an invitation's address | UPDATE audit_people SET details = '{}' WHERE E AND role"
                        + " = 'subject' | personal-edited@4",
                "personal data deleted  | DELETE FROM audit_people WHERE E AND role = 'subject'"
                        + " | personal-deleted@4",
                "personal data added    | INSERT INTO audit_people SELECT (jsonb_populate_record(p,"
                    + " '{\"role\": \"subject\"}')).* FROM audit_people p WHERE E AND role ="
                    + " 'origin' AND event_id = (SELECT id FROM audit_events WHERE E AND seq = 2) |"
                    + " personal-edited@2",
                "personal data of no event | INSERT INTO audit_people SELECT"
                    + " (jsonb_populate_record(p, jsonb_build_object('event_id',"
                    + " gen_random_uuid()))).* FROM audit_people p WHERE E AND role = 'subject' |"
                    + " personal-edited@0",
            })
    void this_is_found(String what, String statements, String breaches) {
        for (var statement : statements.split(";")) {
            tamper(workspace, statement.replace("WHERE E", "WHERE workspace_id = :w"));
        }

        assertThat(log.breaches(workspace)).as(what).isEqualTo(breaches);
    }

    @Test
    void what_is_written_after_a_cut_does_not_cover_it_up() {
        tamper(workspace, "DELETE FROM audit_events WHERE workspace_id = :w AND seq > 6");
        tamper(
                workspace,
                "UPDATE audit_heads SET seq = 6, hash = (SELECT hash FROM audit_events WHERE"
                        + " workspace_id = :w AND seq = 6) WHERE workspace_id = :w");
        log.record(workspace, AuditLog.entry(7));

        assertThat(log.breaches(workspace)).isEqualTo("head-forged@7");
        assertThat(log.verify(workspace).events()).isEqualTo(8);
    }

    @Test
    void a_chain_whose_head_was_taken_goes_on_and_says_so() {
        tamper(workspace, "DELETE FROM audit_heads WHERE workspace_id = :w");
        log.record(workspace, AuditLog.entry(11));

        assertThat(log.breaches(workspace)).isEqualTo("head-forged@11");
    }

    @Test
    void an_older_state_brought_back_whole_is_found_by_what_was_noted_of_the_chain() {
        keep("older", "audit_heads", "TRUE");
        log.record(workspace, AuditLog.entry(11));
        var noted = log.verify(workspace).end().orElseThrow();
        log.record(workspace, AuditLog.entry(12));
        assertThat(log.verify(workspace, noted).intact()).isTrue();

        tamper(workspace, "DELETE FROM audit_events WHERE workspace_id = :w AND seq > 10");
        tamper(
                workspace,
                "DELETE FROM audit_people WHERE workspace_id = :w AND event_id NOT IN"
                        + " (SELECT id FROM audit_events WHERE workspace_id = :w)");
        bringBack("older", "audit_heads");

        assertThat(log.breaches(workspace)).isEmpty();
        assertThat(AuditLog.inShort(log.verify(workspace, noted))).isEqualTo("rolled-back@11");
    }

    @Test
    void an_event_of_another_course_of_history_does_not_fit() {
        keep("head", "audit_heads", "TRUE");
        log.record(workspace, AuditLog.entry(11));
        keep("eleventh", "audit_events", "seq = 11");
        // The database as it was after the tenth event, and two others since.
        tamper(workspace, "DELETE FROM audit_events WHERE workspace_id = :w AND seq = 11");
        bringBack("head", "audit_heads");
        log.record(workspace, AuditLog.entry(90));
        log.record(workspace, AuditLog.entry(91));
        tamper(workspace, "DELETE FROM audit_events WHERE workspace_id = :w AND seq = 11");
        tamper(workspace, "INSERT INTO audit_events SELECT * FROM eleventh");

        assertThat(log.breaches(workspace)).isEqualTo("unlinked@12");
    }

    @Test
    void events_that_were_retired_may_be_missing_and_no_others() {
        var soon = Clock.offset(Clock.systemUTC(), Duration.ofDays(32));
        var retirement = new Retirement(DATABASE.transactions(), log.chains, log.audit, soon);
        assertThat(retirement.retire(LocalDate.now(soon).withDayOfMonth(1))).isPositive();
        log.record(workspace, AuditLog.entry(12));

        tamper(workspace, "DELETE FROM audit_events WHERE workspace_id = :w AND seq <= 10");
        tamper(
                workspace,
                "DELETE FROM audit_people WHERE workspace_id = :w AND event_id NOT IN"
                        + " (SELECT id FROM audit_events WHERE workspace_id = :w)");

        assertThat(log.breaches(workspace)).isEmpty();
        assertThat(log.verify(workspace).first()).isEqualTo(11);
        tamper(workspace, "DELETE FROM audit_events WHERE workspace_id = :w AND seq = 11");
        assertThat(log.breaches(workspace)).isEqualTo("deleted@1-11");
    }

    @Test
    void what_was_written_under_another_master_key_is_told_from_what_was_changed() {
        var other = new Audit(TestChains.writer("//////////////////////////////////////////8="));
        DATABASE.transactions()
                .inWorkspace(
                        workspace,
                        handle -> {
                            other.record(handle, workspace, AuditLog.entry(11));
                            return handle;
                        });

        assertThat(log.breaches(workspace)).isEqualTo("other-key@11-12 other-key@12");
    }

    private void keep(String copy, String table, String which) {
        tamper(
                workspace,
                "CREATE TABLE %s AS SELECT * FROM %s WHERE workspace_id = :w AND %s"
                        .formatted(copy, table, which));
    }

    private void bringBack(String copy, String table) {
        tamper(workspace, "DELETE FROM " + table + " WHERE workspace_id = :w");
        tamper(workspace, "INSERT INTO " + table + " SELECT * FROM " + copy);
    }

    private static void tamper(WorkspaceId workspace, String statement) {
        DATABASE.ownerJdbi()
                .useHandle(
                        (Handle owner) ->
                                owner.execute(statement.replace(":w", "'" + workspace + "'")));
    }
}
