package dev.promptcards.schema;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.joining;

import dev.promptcards.TestServers;
import dev.promptcards.schema.JavaStrings.Found;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Every statement on a workspace's table names the workspace itself: `workspace_id = ?`, once for
/// each table it touches. Row-level security alone would be asked for every row, and on a
/// distributed PostgreSQL every node.
///
/// Read as text, from the strings of the Java sources and from the `.sql` files: a statement that
/// is put together in ways this cannot follow should not be.
class StatementsTest {

    private static final List<Path> SOURCES =
            List.of(Path.of("src/main"), Path.of("../analytics/src/main"));

    private static final Pattern TABLE =
            Pattern.compile(
                    "(?:\\b(?:FROM|JOIN|INTO|UPDATE|USING)|,)\\s+(?:ONLY\\s+)?(?:public\\.)?(%s)\\b(?!\\.)"
                            .formatted(
                                    Tables.ofWorkspaces(TestServers.database()).stream()
                                            .map(Tables.TenantTable::name)
                                            .filter(name -> !name.equals("workspaces"))
                                            .collect(joining("|"))));

    private static final Pattern MENTION = Pattern.compile("\\bworkspace_id\\b");

    /// A comparison with a parameter, or a column that a parameter is inserted into.
    private static final Pattern NAMED =
            Pattern.compile(
                    "\\bworkspace_id\\s*=\\s*(?::\\w|:'|\\?|\\$\\d)|\\bINSERT\\s+INTO\\s+\\w+\\s*\\(\\s*workspace_id\\b");

    @Test
    void every_statement_names_the_workspace_once_for_each_table() throws IOException {
        List<Found> statements = new ArrayList<>(JavaStrings.in(files(".java")));
        for (Path file : files(".sql")) {
            String sql = Files.readString(file).replaceAll("--.*", "");
            statements.add(new Found(file.getFileName().toString(), sql));
        }
        assertThat(statements.stream().filter(it -> TABLE.matcher(it.text()).find()))
                .as("statements on tables of a workspace, found at all")
                .hasSizeGreaterThan(20);
        assertThat(statements.stream().filter(it -> !namesTheWorkspace(it.text()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM test_runs WHERE workspace_id = :workspaceId AND id = :id",
                "SELECT 1 FROM test_runs r JOIN test_suites s ON s.workspace_id = r.workspace_id"
                        + " WHERE r.workspace_id = ?",
                "INSERT INTO run_events (workspace_id, run_id) VALUES (:workspaceId, :runId)",
                "SELECT count(*) FROM test_executions WHERE workspace_id = :'workspace_id'::uuid",
                "SELECT id FROM workspaces",
                "The run has no row in test_runs.",
                "moved FROM here",
            })
    void these_are_fine(String statement) {
        assertThat(namesTheWorkspace(statement)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM test_runs WHERE id = :id",
                "SELECT workspace_id FROM test_runs WHERE id = :id",
                "SELECT 1 FROM test_runs r JOIN test_suites s ON s.workspace_id = r.workspace_id",
                "SELECT 1 FROM test_runs r JOIN test_suites s ON s.id = r.suite_id WHERE"
                        + " r.workspace_id = ?",
                "UPDATE test_runs SET state = 'held' WHERE id = :id",
                "DELETE FROM run_items i USING test_runs r WHERE r.id = i.run_id AND r.workspace_id"
                        + " = ?",
                "INSERT INTO run_events (run_id, kind) VALUES (:runId, :kind)",
            })
    void these_are_not(String statement) {
        assertThat(namesTheWorkspace(statement)).isFalse();
    }

    @Test
    void a_statement_is_put_together_from_its_constants() throws IOException {
        Path source = Files.createTempFile("Repository", ".java");
        Files.writeString(
                source,
                """
                class Repository {
                    private static final String COLUMNS = "id, " + "name";
                    static final String SELECT = "SELECT " + COLUMNS + \"""
                         FROM test_runs
                        \""";
                    void find() {
                        query(SELECT + "WHERE id = " + 1);
                    }
                }
                """);
        assertThat(JavaStrings.in(List.of(source)))
                .extracting(Found::text)
                .containsExactly("SELECT id, name FROM test_runs\nWHERE id =  ");
    }

    private static boolean namesTheWorkspace(String statement) {
        long tables = TABLE.matcher(statement).results().count();
        return tables == 0
                || NAMED.matcher(statement).find()
                        && MENTION.matcher(statement).results().count() >= tables;
    }

    private static List<Path> files(String ending) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : SOURCES.stream().filter(Files::isDirectory).toList()) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(ending)).forEach(found::add);
            }
        }
        return found;
    }
}
