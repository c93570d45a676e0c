package dev.promptcards.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.schema.Tables.TenantTable;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Attacks every table of a workspace from another workspace and from none, as the application,
/// with statements that forgot which workspace they work for.
class IsolationTest {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final WorkspaceId OURS = DATABASE.workspace();
    private static final WorkspaceId THEIRS = DATABASE.workspace();

    @BeforeAll
    static void one_row_in_every_table() throws IOException {
        try (InputStream script =
                Objects.requireNonNull(
                        IsolationTest.class.getResourceAsStream("/one-row-in-every-table.sql"))) {
            String sql =
                    new String(script.readAllBytes(), StandardCharsets.UTF_8)
                            .replace(":id", "'" + UUID.randomUUID() + "'")
                            .replace(":w", "'" + OURS + "'");
            DATABASE.transactions().inWorkspace(OURS, handle -> handle.createScript(sql).execute());
        }
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    static List<TenantTable> tables() {
        return Tables.ofWorkspaces(DATABASE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void the_workspace_itself_sees_its_row(TenantTable table) {
        assertThat(count(Optional.of(OURS), table))
                .as("rows of %s; a new table needs one in one-row-in-every-table.sql", table.name())
                .isPositive();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void nobody_else_sees_it(TenantTable table) {
        strangers().forEach(stranger -> assertThat(count(stranger, table)).isZero());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void nobody_else_changes_it(TenantTable table) {
        String update = "UPDATE %1$s SET %2$s = %2$s WHERE %2$s = '%3$s'";
        strangers().forEach(stranger -> assertNothingDone(stranger, table, update));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void nobody_else_deletes_it(TenantTable table) {
        String delete = "DELETE FROM %1$s WHERE %2$s = '%3$s'";
        strangers().forEach(stranger -> assertNothingDone(stranger, table, delete));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void nobody_else_adds_one(TenantTable table) {
        String columns = columns(table);
        String row =
                as(
                        Optional.of(OURS),
                        handle ->
                                handle.createQuery(
                                                "SELECT to_jsonb(t) FROM %s t"
                                                        .formatted(table.name()))
                                        .mapTo(String.class)
                                        .first());
        String insert =
                "INSERT INTO %1$s (%2$s) SELECT %2$s FROM jsonb_populate_record(NULL::%1$s, :row::jsonb)"
                        .formatted(table.name(), columns);
        strangers()
                .forEach(
                        stranger ->
                                assertThat(
                                                refusal(
                                                        stranger,
                                                        handle ->
                                                                handle.createUpdate(insert)
                                                                        .bind("row", row)
                                                                        .execute()))
                                        .contains(INSUFFICIENT_PRIVILEGE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void the_workspace_itself_cannot_give_it_away(TenantTable table) {
        String give = "UPDATE %s SET %s = '%s'".formatted(table.name(), table.workspace(), THEIRS);
        assertThat(refusal(Optional.of(OURS), handle -> handle.execute(give)))
                .contains(INSUFFICIENT_PRIVILEGE);
    }

    /// Another workspace, and a transaction that was bound to none, on a connection that was
    /// before.
    private static Stream<Optional<WorkspaceId>> strangers() {
        return Stream.of(Optional.of(THEIRS), Optional.empty());
    }

    private static int count(Optional<WorkspaceId> bound, TenantTable table) {
        String count =
                "SELECT count(*) FROM %s WHERE %s = '%s'"
                        .formatted(table.name(), table.workspace(), OURS);
        return as(bound, handle -> handle.createQuery(count).mapTo(Integer.class).one());
    }

    private static void assertNothingDone(
            Optional<WorkspaceId> stranger, TenantTable table, String attack) {
        String sql = attack.formatted(table.name(), table.workspace(), OURS);
        var done = new int[1];
        Optional<String> refusal = refusal(stranger, handle -> done[0] = handle.execute(sql));
        assertThat(done[0]).as(sql).isZero();
        assertThat(refusal)
                .as(sql)
                .satisfiesAnyOf(
                        it -> assertThat(it).isEmpty(),
                        it -> assertThat(it).contains(INSUFFICIENT_PRIVILEGE));
    }

    /// The SQL state a statement was refused with, if it was.
    private static Optional<String> refusal(Optional<WorkspaceId> bound, Work<Integer> work) {
        try {
            as(bound, work);
            return Optional.empty();
        } catch (UnableToExecuteStatementException e) {
            return Optional.ofNullable(e.getCause())
                    .map(SQLException.class::cast)
                    .map(SQLException::getSQLState);
        }
    }

    private static <T> T as(Optional<WorkspaceId> bound, Work<T> work) {
        return DATABASE.jdbi()
                .withHandle(
                        handle -> {
                            handle.begin();
                            bound.ifPresent(
                                    workspace ->
                                            handle.execute(
                                                    "SELECT bind_workspace(?)", workspace.value()));
                            try {
                                return work.on(handle);
                            } finally {
                                handle.rollback();
                            }
                        });
    }

    private static String columns(TenantTable table) {
        return DATABASE.ownerJdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
                                                  FROM pg_attribute
                                                 WHERE attrelid = (:table)::regclass
                                                   AND attnum > 0
                                                   AND NOT attisdropped
                                                   AND attgenerated = ''
                                                """)
                                        .bind("table", table.name())
                                        .mapTo(String.class)
                                        .one());
    }

    private interface Work<T> {
        T on(Handle handle);
    }
}
