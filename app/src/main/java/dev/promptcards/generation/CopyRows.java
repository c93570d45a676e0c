package dev.promptcards.generation;

import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/// Rows of a table on their way into PostgreSQL's COPY, in its text format.
final class CopyRows {

    private final String table;
    private final String columns;
    private final StringBuilder text = new StringBuilder();
    private boolean begun;
    private int rows;

    CopyRows(String table, String columns) {
        this.table = table;
        this.columns = columns;
    }

    /// Adds a cell; null is NULL.
    CopyRows cell(@Nullable Object value) {
        if (begun) {
            text.append('\t');
        }
        begun = true;
        if (value == null) {
            text.append("\\N");
        } else if (value instanceof String string) {
            escaped(string);
        } else {
            text.append(value);
        }
        return this;
    }

    void end() {
        text.append('\n');
        begun = false;
        rows++;
    }

    int rows() {
        return rows;
    }

    /// Sends what has been added.
    void flush(CopyManager copy) throws SQLException {
        if (rows == 0) {
            return;
        }
        try {
            copy.copyIn(
                    "COPY %s (%s) FROM STDIN".formatted(table, columns),
                    new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        text.setLength(0);
        rows = 0;
    }

    private void escaped(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }
}
