package dev.promptcards.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// A report's `.sql` file as a prepared statement: psql's `:'name'` becomes a bind parameter, so
/// the very text that was tried in psql is what runs.
final class ReportSql {

    private static final Pattern VARIABLE = Pattern.compile(":'(\\w+)'");

    private static final Map<String, ReportSql> READ = new ConcurrentHashMap<>();

    private final String sql;
    private final List<String> names = new ArrayList<>();

    /// The plan of a report, for those who look after it.
    static ReportSql explaining(String name) {
        return new ReportSql("EXPLAIN ", name + ".sql");
    }

    /// @param file beside this class
    ReportSql(String file) {
        this("", file);
    }

    private ReportSql(String before, String file) {
        var text = before + read(file);
        VARIABLE.matcher(text).results().forEach(match -> names.add(match.group(1)));
        this.sql = VARIABLE.matcher(text).replaceAll("?");
    }

    /// The file of a report, read once.
    ///
    /// @param name without `.sql`
    static ReportSql of(String name) {
        return READ.computeIfAbsent(name, it -> new ReportSql(it + ".sql"));
    }

    PreparedStatement prepare(Connection connection, Map<String, ?> values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < names.size(); i++) {
            var value = Objects.requireNonNull(values.get(names.get(i)), names.get(i));
            statement.setObject(i + 1, value.toString());
        }
        return statement;
    }

    private static String read(String file) {
        try (var in = Objects.requireNonNull(ReportSql.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
