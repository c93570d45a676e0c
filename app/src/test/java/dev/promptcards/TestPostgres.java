package dev.promptcards;

import static org.awaitility.Awaitility.await;

import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.database.Migrations;
import dev.promptcards.embedded.EmbeddedForTests;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The PostgreSQL server of the tests.
final class TestPostgres {

    private static final Logger LOG = LoggerFactory.getLogger(TestPostgres.class);

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String GIVEN = "TEST_DATABASE_URL";
    private static final String OWNER = "promptcards_test_owner";
    private static final String APPLICATION = "promptcards_test";

    private final DatabaseUrl admin;
    private final DatabaseUrl owner;
    private final DatabaseUrl application;
    private final Set<String> databases = ConcurrentHashMap.newKeySet();
    private final String template;

    private TestPostgres(DatabaseUrl admin) {
        this.admin = admin;
        String password = admin.password().isEmpty() ? "promptcards" : admin.password();
        createRoles(admin, password);
        owner = admin.withLogin(OWNER, password);
        application = admin.withLogin(APPLICATION, password);
        template = create("TEMPLATE template0");
        Migrations.migrate(owner.withDatabase(template), application.withDatabase(template));
        if (System.getenv(GIVEN) != null) {
            // Only this server outlives the build.
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Set.copyOf(databases).forEach(this::drop)));
        }
    }

    static TestPostgres get() {
        return Holder.SERVER;
    }

    DatabaseUrl admin() {
        return admin;
    }

    TestDatabase fresh() {
        return database(create("TEMPLATE " + template));
    }

    TestDatabase empty() {
        return database(create("TEMPLATE template0"));
    }

    /// An autovacuum worker in it is a superuser's process, which the owner may not end: it is soon
    /// gone by itself.
    void drop(String database) {
        var drop = "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)";
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptionsMatching(refusal -> state(refusal).equals(INSUFFICIENT_PRIVILEGE))
                .untilAsserted(() -> execute(owner, drop));
        databases.remove(database);
    }

    private static String state(Throwable refusal) {
        return refusal.getCause() instanceof SQLException cause ? cause.getSQLState() : "";
    }

    private TestDatabase database(String name) {
        return new TestDatabase(this, owner.withDatabase(name), application.withDatabase(name));
    }

    /// The owner makes the databases and so owns them.
    private synchronized String create(String from) {
        String name = "promptcards_test_" + UUID.randomUUID().toString().replace("-", "");
        execute(owner, "CREATE DATABASE " + name + " " + from);
        databases.add(name);
        return name;
    }

    /// As a provider of PostgreSQL would set them up. They stay where the server does.
    private static void createRoles(DatabaseUrl admin, String password) {
        execute(
                admin,
                """
                DO $$
                DECLARE
                    secret text := %s;
                    known  text;
                BEGIN
                    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '%s') THEN
                        CREATE ROLE %2$s NOSUPERUSER NOBYPASSRLS;
                    END IF;
                    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '%3$s') THEN
                        CREATE ROLE %3$s NOSUPERUSER NOBYPASSRLS;
                    END IF;
                    EXECUTE format('ALTER ROLE %2$s LOGIN CREATEDB CREATEROLE PASSWORD %%L', secret);
                    EXECUTE format('ALTER ROLE %3$s LOGIN PASSWORD %%L', secret);
                    -- So that the owner can drop a database the application is still leaving.
                    GRANT %3$s TO %2$s;
                    -- Another owner may have made the group roles on this server.
                    FOR known IN SELECT rolname FROM pg_roles
                                  WHERE rolname IN ('promptcards_app', 'promptcards_searcher', 'promptcards_claimer')
                    LOOP
                        EXECUTE format('GRANT %%I TO %2$s WITH ADMIN OPTION', known);
                    END LOOP;
                END
                $$
                """
                        .formatted("'" + password.replace("'", "''") + "'", OWNER, APPLICATION));
    }

    private static void execute(DatabaseUrl url, String sql) {
        try (Connection connection = url.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("the test server refuses " + url, e);
        }
    }

    private static DatabaseUrl start() {
        String given = System.getenv(GIVEN);
        if (given != null) {
            LOG.info("Tests run on the PostgreSQL of TEST_DATABASE_URL.");
            return DatabaseUrl.parse(GIVEN, given);
        }
        return DockerEngine.isWanted() ? container() : embedded();
    }

    private static DatabaseUrl container() {
        LOG.info("Tests run on PostgreSQL in a container.");
        var postgres = new PostgreSQLContainer("postgres:16-alpine");
        postgres.start();
        return DatabaseUrl.parse(
                "the container",
                "postgres://%s:%s@%s:%d/%s?sslmode=disable"
                        .formatted(
                                postgres.getUsername(),
                                postgres.getPassword(),
                                postgres.getHost(),
                                postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                                postgres.getDatabaseName()));
    }

    private static DatabaseUrl embedded() {
        LOG.info("Tests run on the embedded PostgreSQL.");
        return DatabaseUrl.parse("the embedded server", EmbeddedForTests.superuserUrl());
    }

    private static final class Holder {
        static final TestPostgres SERVER = new TestPostgres(start());
    }
}
