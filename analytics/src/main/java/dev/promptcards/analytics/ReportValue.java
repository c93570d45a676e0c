package dev.promptcards.analytics;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;

/// Reads values of a result as [ReportTable] has them.
final class ReportValue {

    private ReportValue() {}

    static @Nullable Object read(ResultSet row, ReportColumn column) throws SQLException {
        var name = column.name();
        return switch (column.type()) {
            case TEXT -> row.getString(name);
            case INTEGER -> present(row, row.getLong(name));
            case NUMBER -> present(row, row.getDouble(name));
            case DECIMAL -> plain(row.getBigDecimal(name));
            case BOOLEAN -> present(row, row.getBoolean(name));
            case TIMESTAMP -> {
                var time = row.getObject(name, OffsetDateTime.class);
                yield time == null ? null : time.toInstant();
            }
            case DATE -> row.getObject(name, LocalDate.class);
            case TEXTS, INTEGERS -> {
                var array = row.getArray(name);
                yield array == null ? null : List.of((Object[]) array.getArray());
            }
            case JSON -> {
                var text = row.getString(name);
                yield text == null ? null : new ReportTable.Json(text);
            }
        };
    }

    private static @Nullable Object present(ResultSet row, Object value) throws SQLException {
        return row.wasNull() ? null : value;
    }

    /// Without the zeros a column's scale fills it up with.
    private static @Nullable BigDecimal plain(@Nullable BigDecimal amount) {
        if (amount == null) {
            return null;
        }
        var stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
