package dev.promptcards.generation;

import dev.promptcards.problem.Problem;

import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// Generates content into a migrated database, in one transaction: all of it is there in the end,
/// or none. Deterministic by its size, whose seed is part of it.
public final class Generation {

    /// COPY is refused on tables whose row-level security holds the owner too; within the
    /// transaction it does not, and nobody else gets at these tables meanwhile.
    private static final List<String> TABLES =
            List.of(
                    "workspaces",
                    "prompt_cards",
                    "card_versions",
                    "card_labels",
                    "test_suites",
                    "suite_revisions",
                    "test_cases",
                    "run_numbers",
                    "test_runs",
                    "run_columns",
                    "run_progress",
                    "test_executions");

    private static final int MOST_MODELS = 5;

    private final Connection connection;
    private final Size size;
    private final Chance chance;

    /// @param connection as the schema's owner
    public Generation(Connection connection, Size size) {
        this.connection = connection;
        this.size = size;
        this.chance = new Chance(size.seed());
    }

    /// Does it.
    ///
    /// @param besides whether there may be content of others already
    /// @param progress is told now and then how far it is
    /// @return the slugs of the workspaces, largest first
    /// @throws Problem.Conflict when there is content already
    public List<String> run(boolean besides, Consumer<String> progress) throws SQLException {
        connection.setAutoCommit(false);
        try {
            force(false);
            refuseContent(besides);
            makePartitions();
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            var begin =
                    size.until()
                            .minusDays(size.days() - 1L)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
            var tenants = tenants(begin.toEpochMilli());
            var content = new Content(copy, chance, begin, size.days());
            var slugs = new ArrayList<String>();
            for (var tenant : tenants) {
                slugs.add(slug(tenant.number));
                content.write(tenant, slug(tenant.number));
                pointAtNewest(tenant.id);
            }
            progress.accept("%,d cards".formatted(size.cards()));
            var runs = new Runs(copy, chance, size);
            for (int day = 0; day < size.days(); day++) {
                runs.write(tenants, day);
                if (day % 10 == 9) {
                    progress.accept(
                            "%,d executions, day %d of %d"
                                    .formatted(made(tenants), day + 1, size.days()));
                }
            }
            runs.flush();
            Runs.numbers(tenants).flush(copy);
            progress.accept("%,d executions stored".formatted(made(tenants)));
            rollUp(tenants);
            force(true);
            connection.commit();
            progress.accept("roll-ups made");
            analyze(progress);
            return slugs;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    private List<Tenant> tenants(long epochMillis) {
        var shares = Shares.ofTenants(size.workspaces());
        var cards = Shares.parts(shares, size.cards(), 1);
        var executions = Shares.parts(shares, size.executions(), 0);
        var tenants = new ArrayList<Tenant>();
        for (int i = 0; i < shares.length; i++) {
            int first = chance.below(Model.ALL.size());
            var models = new ArrayList<Model>();
            for (int m = 0; m < 2 + chance.below(MOST_MODELS - 1); m++) {
                models.add(Model.ALL.get((first + m) % Model.ALL.size()));
            }
            tenants.add(
                    new Tenant(
                            i + 1,
                            chance.id(epochMillis),
                            (int) cards[i],
                            Content.suitesFor((int) cards[i]),
                            models,
                            executions[i]));
        }
        return tenants;
    }

    private String slug(int number) {
        return "generated-%d-%03d".formatted(size.seed(), number);
    }

    private static long made(List<Tenant> tenants) {
        return tenants.stream().mapToLong(tenant -> tenant.made).sum();
    }

    private void force(boolean on) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var table : TABLES) {
                statement.execute(
                        "ALTER TABLE %s %s ROW LEVEL SECURITY"
                                .formatted(table, on ? "FORCE" : "NO FORCE"));
            }
        }
    }

    private void refuseContent(boolean besides) throws SQLException {
        if (count("SELECT count(*) FROM workspaces WHERE slug LIKE ?", slug(1)) > 0) {
            throw new Problem.Conflict(
                    "The content of seed %d is there already. Take another --seed."
                            .formatted(size.seed()));
        }
        if (!besides && count("SELECT count(*) FROM workspaces WHERE slug <> ?", "default") > 0) {
            throw new Problem.Conflict(
                    "This database has workspaces already. Generate into one of its own, or say"
                            + " --into-existing; generated workspaces are never taken out again.");
        }
    }

    private long count(String sql, String parameter) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private void makePartitions() throws SQLException {
        try (var statement =
                connection.prepareStatement("SELECT ensure_execution_partitions(?, ?)")) {
            statement.setObject(1, size.until().minusDays(size.days()));
            statement.setObject(2, size.until());
            statement.execute();
        }
    }

    /// As saving a version does: the search vector is made from the newest.
    private void pointAtNewest(UUID workspace) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        UPDATE prompt_cards c SET latest_version = v.number
                          FROM (SELECT card_id, max(number) AS number FROM card_versions
                                 WHERE workspace_id = ? GROUP BY card_id) v
                         WHERE c.workspace_id = ? AND c.id = v.card_id
                        """)) {
            statement.setObject(1, workspace);
            statement.setObject(2, workspace);
            statement.executeUpdate();
        }
    }

    /// Counts what was copied past whoever counts results as they come.
    private void rollUp(List<Tenant> tenants) throws SQLException {
        try (var statement = connection.createStatement()) {
            // What is read a run at a time has grown from nothing in this transaction.
            statement.execute("ANALYZE test_runs");
            statement.execute("ANALYZE test_executions");
        }
        try (var bind = connection.prepareStatement("SELECT bind_workspace(?)");
                var rebuild =
                        connection.prepareStatement("SELECT rebuild_rollups(?, NULL, NULL)")) {
            for (var tenant : tenants) {
                bind.setObject(1, tenant.id);
                bind.execute();
                rebuild.setObject(1, tenant.id);
                rebuild.execute();
            }
        }
    }

    /// Lets the planner know, and marks what every transaction sees.
    private void analyze(Consumer<String> progress) throws SQLException {
        connection.setAutoCommit(true);
        try (var statement = connection.createStatement()) {
            for (var table : TABLES) {
                statement.execute("VACUUM (ANALYZE) " + table);
            }
        }
        progress.accept("vacuumed and analyzed");
    }
}
