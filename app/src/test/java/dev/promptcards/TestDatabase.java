package dev.promptcards;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.database.RowMapping;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import org.jdbi.v3.core.Jdbi;

import java.util.UUID;

/// A database of the tests, with its two roles: the owner, who migrates, and the application, which
/// row-level security holds.
public final class TestDatabase implements AutoCloseable {

    private final TestPostgres server;
    private final DatabaseUrl owner;
    private final DatabaseUrl application;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    TestDatabase(TestPostgres server, DatabaseUrl owner, DatabaseUrl application) {
        this.server = server;
        this.owner = owner;
        this.application = application;
        var config = new HikariConfig();
        config.setJdbcUrl(application.jdbcUrl());
        config.setDataSourceProperties(application.driverProperties());
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
        this.jdbi = Jdbi.create(pool).installPlugin(new RowMapping(new ObjectMapper()));
    }

    public DatabaseUrl owner() {
        return owner;
    }

    public DatabaseUrl application() {
        return application;
    }

    /// As the application, over a small pool.
    public Jdbi jdbi() {
        return jdbi;
    }

    /// As the owner, a connection each time.
    public Jdbi ownerJdbi() {
        return Jdbi.create(owner::connect).installPlugin(new RowMapping(new ObjectMapper()));
    }

    public WorkspaceTransactions transactions() {
        return new WorkspaceTransactions(jdbi);
    }

    /// A new workspace; its slug is `w-` and its id.
    public WorkspaceId workspace() {
        var id = new WorkspaceId(UUID.randomUUID());
        transactions()
                .inWorkspace(
                        id,
                        handle ->
                                handle.createUpdate(
                                                "INSERT INTO workspaces (id, slug, name) VALUES"
                                                        + " (:id, 'w-' || :id, 'Test')")
                                        .bind("id", id)
                                        .execute());
        return id;
    }

    /// Drops the database, whoever is still connected.
    @Override
    public void close() {
        pool.close();
        server.drop(owner.database());
    }
}
