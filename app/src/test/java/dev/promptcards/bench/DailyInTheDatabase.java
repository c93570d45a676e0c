package dev.promptcards.bench;

import dev.promptcards.database.DatabaseUrl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/// The daily report of thirty days as the application, from what it reads and from raw rows, in
/// turn.
///
/// @param slug the workspace's
/// @param tries of the served report a round; raw rows are asked once
record DailyInTheDatabase(DatabaseUrl application, String slug, int rounds, int tries) {

    private static final Pattern VARIABLE = Pattern.compile(":'(\\w+)'");

    void measure() throws SQLException, IOException {
        var rollups = resource();
        var raw =
                """
                SELECT day, executions, average, p95, lag(executions) OVER (ORDER BY day)
                  FROM (SELECT (created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS executions,
                               avg(execution_time_ms) AS average,
                               percentile_cont(0.95) WITHIN GROUP (ORDER BY execution_time_ms) AS p95,
                               avg(passed::int) AS pass_rate, sum(cost_usd) AS cost
                          FROM test_executions
                         WHERE workspace_id = :'workspace_id'::uuid
                           AND created_at >= :'from'::timestamptz AND created_at < :'to'::timestamptz
                         GROUP BY 1) days
                """;
        var fast = new double[rounds][tries];
        var slow = new double[rounds][1];
        try (var connection = application.connect()) {
            connection.setAutoCommit(false);
            var workspace = Tenants.bind(connection, slug);
            for (int round = -1; round < rounds; round++) {
                for (int i = 0; i < tries; i++) {
                    fast[Math.max(0, round)][i] = timed(connection, rollups, workspace);
                }
                slow[Math.max(0, round)][0] = timed(connection, raw, workspace);
            }
        }
        var rawFigures = Figures.of(slow, 0.5);
        System.out.printf("daily in the database, raw rows   %s ms%n", rawFigures);
        var figures = Figures.of(fast, 0.5);
        System.out.printf(
                Locale.ROOT,
                "daily in the database, as served  %s ms; raw rows take %.0f times as long%n",
                figures,
                rawFigures.median() / figures.median());
    }

    private double timed(Connection connection, String sql, UUID workspace) throws SQLException {
        var values =
                Map.of(
                        "workspace_id",
                        workspace.toString(),
                        "from",
                        AnalyticsBench.today().minusDays(29).toString() + "T00:00:00Z",
                        "to",
                        AnalyticsBench.today().plusDays(1).toString() + "T00:00:00Z");
        var names = new ArrayList<String>();
        var text =
                VARIABLE.matcher(sql)
                        .replaceAll(
                                found -> {
                                    names.add(found.group(1));
                                    return "?";
                                });
        try (var statement = connection.prepareStatement(text)) {
            for (int i = 0; i < names.size(); i++) {
                statement.setString(i + 1, values.getOrDefault(names.get(i), ""));
            }
            long begun = System.nanoTime();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    // All of it is read.
                }
            }
            return System.nanoTime() - begun;
        }
    }

    private static String resource() throws IOException {
        try (var in =
                Objects.requireNonNull(
                        DailyInTheDatabase.class.getResourceAsStream(
                                "/dev/promptcards/analytics/daily.sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
