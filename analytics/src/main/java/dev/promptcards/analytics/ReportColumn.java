package dev.promptcards.analytics;

import java.util.Locale;

/// A column of a report. Its name carries its unit: `_ms`, `_usd`, `_at`.
///
/// @param exact whether its figures are exact; else they are within 1 %
/// @param says what it holds
public record ReportColumn(String name, Type type, boolean exact, String says) {

    /// What its values are. Any may be absent.
    public enum Type {
        TEXT,
        INTEGER,
        NUMBER,
        DECIMAL,
        BOOLEAN,
        TIMESTAMP,
        DATE,
        TEXTS,
        INTEGERS,
        JSON;

        /// As answers name it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A column of exact figures.
    static ReportColumn exact(String name, Type type, String says) {
        return new ReportColumn(name, type, true, says);
    }

    /// A column of figures within 1 %.
    static ReportColumn withinOnePercent(String name, Type type, String says) {
        return new ReportColumn(name, type, false, says);
    }

    /// The same column where it is not counted from stored figures but from single executions.
    ReportColumn asExact() {
        return exact ? this : new ReportColumn(name, type, true, says);
    }
}
