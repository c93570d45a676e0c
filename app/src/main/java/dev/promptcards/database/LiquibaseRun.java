package dev.promptcards.database;

import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Liquibase over a connection that somebody else closes, with nothing on the console.
final class LiquibaseRun {

    /// Held here, or the garbage collector would take the level away with the logger.
    private static final Logger LOGGER = Logger.getLogger("liquibase");

    private LiquibaseRun() {}

    /// Something to do with Liquibase over the given changelog.
    interface Task {
        void run(Liquibase liquibase) throws LiquibaseException;
    }

    /// Runs the changesets the database does not have.
    static void update(Connection connection) throws SQLException {
        run(connection, liquibase -> liquibase.update(new Contexts(), new LabelExpression()));
    }

    static void run(Connection connection, Task task) throws SQLException {
        LOGGER.setLevel(Level.WARNING);
        boolean autoCommit = connection.getAutoCommit();
        try {
            Scope.child(
                    Map.of(
                            Scope.Attr.ui.name(),
                            new LoggerUIService(),
                            "liquibase.analytics.enabled",
                            false),
                    () -> task.run(liquibase(connection)));
        } catch (Exception e) {
            throw Migrations.failed(e);
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    private static Liquibase liquibase(Connection connection) throws LiquibaseException {
        var database =
                DatabaseFactory.getInstance()
                        .findCorrectDatabaseImplementation(new JdbcConnection(connection));
        var liquibase =
                new Liquibase(Changelog.RESOURCE, new ClassLoaderResourceAccessor(), database);
        liquibase.setShowSummary(UpdateSummaryEnum.OFF);
        liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
        return liquibase;
    }
}
