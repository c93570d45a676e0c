package dev.promptcards.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedServersTest {

    private Path directory;
    private Servers servers;

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary.resolve("a directory with spaces");
        servers = EmbeddedServers.start(directory);
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "listen_addresses, 127.0.0.1",
        "password_encryption, scram-sha-256",
        "jit, off",
        "default_text_search_config, pg_catalog.english",
    })
    void postgres_is_durable_and_private(String setting, String expected) throws SQLException {
        assertThat(asked(servers.databaseUrl(), "SHOW " + setting)).isEqualTo(expected);
    }

    @Test
    void a_query_may_be_shared_by_several_processes() throws SQLException {
        try (Connection connection = connect(servers.databaseUrl());
                Statement statement = connection.createStatement()) {
            // Starts a worker for whatever may run in one; a setting it cannot take fails there.
            statement.execute("SET debug_parallel_query = on");
            try (ResultSet answer = statement.executeQuery("SELECT count(*) FROM pg_class")) {
                assertThat(answer.next()).isTrue();
            }
        }
    }

    @Test
    void a_wrong_password_is_refused() {
        String url = servers.databaseUrl().replaceFirst(":[0-9a-f]+@", ":wrong@");

        assertThatThrownBy(() -> asked(url, "SELECT 1"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void the_application_is_bound_by_row_level_security() throws SQLException {
        String role =
                "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles";

        assertThat(asked(servers.databaseUrl(), role + " WHERE rolname = current_user"))
                .isEqualTo("f");
    }

    @Test
    void the_login_that_watches_reads_statistics_and_no_table() throws SQLException {
        String url = servers.databaseMonitorUrl();

        assertThat(asked(url, "SELECT pg_has_role('promptcards_monitor', 'USAGE')")).isEqualTo("t");
        assertThat(asked(url, "SELECT count(*) > 0 FROM pg_stat_statements")).isEqualTo("t");
        try (Connection owner = connect(servers.databaseOwnerUrl());
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS unwatched (id int)");
        }
        assertThatThrownBy(() -> asked(url, "SELECT count(*) FROM unwatched"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void a_directory_of_an_older_release_gets_the_login_that_watches(@TempDir Path other)
            throws Exception {
        Path credentials = other.resolve("credentials");
        try (Servers first = EmbeddedServers.startPostgres(other);
                Connection superuser =
                        connect(
                                first.databaseUrl()
                                        .replaceFirst(
                                                "//.*@",
                                                "//postgres:%s@"
                                                        .formatted(
                                                                Credentials.of(other)
                                                                        .superuser())));
                Statement statement = superuser.createStatement()) {
            statement.execute("DROP OWNED BY promptcards_watcher");
            statement.execute("DROP ROLE promptcards_watcher");
        }
        String older = Files.readString(credentials).replaceFirst("promptcards_watcher=.*\n", "");
        Files.writeString(credentials, older);
        Files.delete(other.resolve("postgres/promptcards.bootstrapped.2"));

        try (Servers again = EmbeddedServers.startPostgres(other)) {
            assertThat(asked(again.databaseMonitorUrl(), "SELECT 1")).isEqualTo("1");
            assertThat(asked(again.databaseUrl(), "SELECT 1")).isEqualTo("1");
            assertThat(Files.readAllLines(credentials))
                    .hasSize(5)
                    .containsAll(older.lines().toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"pg_trgm", "btree_gin", "unaccent"})
    void the_owner_may_create_the_extensions(String extension) throws SQLException {
        try (Connection owner = connect(servers.databaseOwnerUrl());
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS " + extension);
        }
    }

    @Test
    void letters_beyond_ascii_are_letters() throws SQLException {
        assertThat(asked(servers.databaseUrl(), "SELECT lower('ÄÉ')")).isEqualTo("äé");
    }

    @Test
    void what_holds_a_password_is_readable_by_its_owner_alone() throws IOException {
        for (String file : List.of("credentials", "redis/redis.conf")) {
            assertThat(Files.getPosixFilePermissions(directory.resolve(file)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(Files.getPosixFilePermissions(directory))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void one_directory_is_served_by_one_process() {
        assertThatThrownBy(() -> EmbeddedServers.start(directory))
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("promptcards stop");
    }

    @Test
    void servers_of_a_killed_process_are_taken_over_with_what_was_committed(@TempDir Path other)
            throws Exception {
        String killedUrl = startAndKill(other);
        long orphan = Postmaster.of(other.resolve("postgres")).orElseThrow().pid();
        try (Connection connection = connect(killedUrl);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT 41 + 1 AS answer");
        }

        try (Servers again = EmbeddedServers.start(other)) {
            assertThat(again.databaseOwnerUrl()).isEqualTo(killedUrl);
            assertThat(asked(again.databaseOwnerUrl(), "SELECT answer FROM kept")).isEqualTo("42");
        }
        assertThat(Program.runs(orphan)).isFalse();
    }

    @Test
    void a_killed_postgres_starts_again_with_what_was_committed(@TempDir Path other)
            throws Exception {
        String killedUrl = startAndKill(other);
        try (Connection connection = connect(killedUrl);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT 41 + 1 AS answer");
        }
        kill(Postmaster.of(other.resolve("postgres")).orElseThrow().pid());

        try (Servers again = EmbeddedServers.start(other)) {
            assertThat(asked(again.databaseOwnerUrl(), "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void a_process_id_that_another_program_has_by_now_is_no_server(@TempDir Path other)
            throws Exception {
        EmbeddedServers.start(other).close();
        Path pidFile = other.resolve("postgres/postmaster.pid");
        long ours = ProcessHandle.current().pid();
        Files.writeString(
                pidFile, "%d\n%s\n0\n5432\n\n127.0.0.1\n1 1\nready\n".formatted(ours, other));

        try (Servers again = EmbeddedServers.start(other)) {
            assertThat(asked(again.databaseUrl(), "SELECT 1")).isEqualTo("1");
        }
    }

    /// Runs the servers in a process of its own, kills that, and returns the owner's URL.
    private static String startAndKill(Path directory) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(StartsServers.class.getName(), directory.toString()));
        Process process =
                new ProcessBuilder(command)
                        .inheritIO()
                        .redirectOutput(ProcessBuilder.Redirect.PIPE)
                        .start();
        String url = process.inputReader().readLine();
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        return url;
    }

    private static void kill(long pid) throws InterruptedException {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        assertThat(Program.await(Duration.ofSeconds(20), () -> !Program.runs(pid))).isTrue();
    }

    private static String asked(String url, String query) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static Connection connect(String url) throws SQLException {
        URI server = URI.create(url);
        String[] user = server.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d%s"
                        .formatted(server.getHost(), server.getPort(), server.getPath()),
                user[0],
                user[1]);
    }

    /// The process that is killed.
    static final class StartsServers {
        static void main(String[] arguments) throws InterruptedException {
            System.out.println(EmbeddedServers.start(Path.of(arguments[0])).databaseOwnerUrl());
            Thread.currentThread().join();
        }
    }
}
