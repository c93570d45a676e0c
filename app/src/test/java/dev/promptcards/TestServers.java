package dev.promptcards;

import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Jdbi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/// The PostgreSQL and the Redis of the tests: one of each for the whole build, started by the first
/// test that asks.
///
/// They are, in this order: those named by `TEST_DATABASE_URL` and `TEST_REDIS_URL` (databases of
/// the tests' own are made there and dropped at the end); containers, where a Docker engine
/// answers; the embedded binaries. `-Dtest.servers=embedded` or `docker` decides it by hand. The
/// log says which.
///
/// Most tests share one migrated database and keep apart by a [#workspace] of their own; a test
/// that changes the schema, or what stands outside workspaces, takes a [#freshDatabase].
public final class TestServers {

    private TestServers() {}

    /// The migrated database that tests share.
    public static TestDatabase database() {
        return Shared.DATABASE;
    }

    /// A migrated database for one test class, copied from a template in milliseconds. Close it.
    public static TestDatabase freshDatabase() {
        return TestPostgres.get().fresh();
    }

    /// A database without a schema. Close it.
    public static TestDatabase emptyDatabase() {
        return TestPostgres.get().empty();
    }

    /// The shared database as the application sees it.
    public static Jdbi jdbi() {
        return database().jdbi();
    }

    /// Whoever set the server up: a superuser, unless `TEST_DATABASE_URL` names somebody less.
    public static DatabaseUrl admin() {
        return TestPostgres.get().admin();
    }

    /// A new workspace in the shared database.
    public static WorkspaceId workspace() {
        return database().workspace();
    }

    /// `redis://host:port`.
    public static String redisUrl() {
        return TestRedis.URL;
    }

    /// A slug, key or name nobody else has.
    public static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /// What a Micronaut context needs to work on the shared servers; see [OnTestServers].
    public static Map<String, String> properties() {
        return Map.of(
                "database.url",
                database().application().reveal(),
                "redis.url",
                redisUrl(),
                "promptcards.data",
                Shared.DATA.toString(),
                "promptcards.token",
                Api.LOCAL_TOKEN,
                // A context a test class: each keeps few connections, and none when idle.
                "db.max.conns",
                "10",
                "db.min.conns",
                "0");
    }

    private static final class Shared {
        static final TestDatabase DATABASE = TestPostgres.get().fresh();
        static final Path DATA = directory();

        private static Path directory() {
            try {
                return Files.createTempDirectory("promptcards-test");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
