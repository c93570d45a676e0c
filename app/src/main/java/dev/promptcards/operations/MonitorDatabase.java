package dev.promptcards.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.problem.Problem;

import io.micronaut.context.annotation.Value;

import jakarta.inject.Singleton;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads the views of `promptcards_monitor` with a login of its own, which the application's is
/// not: a connection a question, read-only and within a limit.
@Singleton
class MonitorDatabase {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};

    private final String url;
    private final ObjectMapper json;

    /// @param url `DATABASE_MONITOR_URL`, or empty where there is no such login
    MonitorDatabase(@Value("${database.monitor-url:}") String url, ObjectMapper json) {
        this.url = url;
        this.json = json;
    }

    /// The rows of a view, their columns in its order.
    ///
    /// @param view its name and order, of ours
    /// @throws Problem.Unavailable where there is no login for it, or one that may not read it
    List<Map<String, Object>> rows(String view) {
        if (url.isBlank()) {
            throw new Problem.Unavailable(
                    "The server has no login that may read this. Set DATABASE_MONITOR_URL to the"
                            + " database with a login that is a member of promptcards_monitor.");
        }
        try (var connection = DatabaseUrl.parse("DATABASE_MONITOR_URL", url).connect();
                var statement = connection.createStatement()) {
            connection.setReadOnly(true);
            statement.execute("SET statement_timeout = " + LIMIT.toMillis());
            var rows = new ArrayList<Map<String, Object>>();
            try (var found =
                    statement.executeQuery("SELECT row_to_json(v) FROM (TABLE " + view + ") v")) {
                while (found.next()) {
                    rows.add(json.readValue(found.getString(1), ROW));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new Problem.Unavailable(
                    "The login of DATABASE_MONITOR_URL cannot read this: %s. It is to be a member of promptcards_monitor."
                            .formatted(e.getMessage()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL writes JSON", e);
        }
    }
}
