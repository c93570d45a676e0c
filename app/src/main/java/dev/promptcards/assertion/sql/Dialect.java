package dev.promptcards.assertion.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A database's SQL, as far as it differs from what one parser reads for all of them: what its
/// parser would refuse.
public enum Dialect {
    ATHENA,
    BIGQUERY,
    DB2,
    FLINKSQL,
    HIVE,
    MARIADB,
    MYSQL,
    NOQL,
    POSTGRESQL,
    REDSHIFT,
    SNOWFLAKE,
    SQLITE,
    TRANSACTSQL,
    TRINO;

    /// What MySQL has not got: casts by `::`, ILIKE, dollar quotes, generated series.
    private static final Pattern NOT_IN_MYSQL =
            Pattern.compile(
                    "::|\\bilike\\b|\\$\\$|\\bgenerate_series\\s*+\\(", Pattern.CASE_INSENSITIVE);

    /// `SELECT a b FROM` is an alias by the letter, and a forgotten comma as a rule: it is refused.
    private static final Pattern MISSING_COMMA =
            Pattern.compile(
                    "\\bselect\\s++(?:MODIFIER\\s++)*+(?!MODIFIER\\b)[a-z_]\\w*+\\s++[a-z_]\\w*+\\s++from\\b"
                            .replace(
                                    "MODIFIER",
                                    "(?:all|distinct(?:row)?|high_priority|straight_join"
                                            + "|sql_(?:big_result|buffer_result|cache"
                                            + "|calc_found_rows|no_cache|small_result))"),
                    Pattern.CASE_INSENSITIVE);

    /// The dialect of this name, upper or lower case.
    public static Optional<Dialect> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return List.of(values()).stream().filter(d -> d.name().equals(upper)).findFirst();
    }

    /// Whether `[name]` is a quoted name.
    boolean quotesWithBrackets() {
        return this == TRANSACTSQL || this == SQLITE;
    }

    /// Whether `"x"` is a text and not a name.
    boolean quotesTextsTwice() {
        return this == MYSQL || this == MARIADB || this == BIGQUERY || this == HIVE;
    }

    /// Whether statements, given without their texts in quotes and comments, hold what this dialect
    /// has not got, or what is a slip in any.
    boolean refuses(String bare) {
        boolean mysql = this == MYSQL || this == MARIADB;
        return (mysql && NOT_IN_MYSQL.matcher(bare).find()) || MISSING_COMMA.matcher(bare).find();
    }
}
