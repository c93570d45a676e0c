package dev.promptcards.assertion.sql;

import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.alter.Alter;
import net.sf.jsqlparser.statement.create.table.CreateTable;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.drop.Drop;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.truncate.Truncate;
import net.sf.jsqlparser.statement.update.Update;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What statements touch: tables as `operation::database::table` and columns as
/// `operation::table::column`, `null` where a statement does not say, `(.*)` for all columns.
record Touched(Set<String> tables, Set<String> columns) {

    static Touched by(List<Statement> statements, Dialect dialect) {
        Touched touched = new Touched(new LinkedHashSet<>(), new LinkedHashSet<>());
        statements.forEach(statement -> touched.add(statement, dialect));
        return touched;
    }

    private void add(Statement statement, Dialect dialect) {
        Optional<Table> target = target(statement);
        target.ifPresent(table -> tables.add(operation(statement) + "::" + name(table)));
        written(statement, target);
        Selected selected = Selected.by(statement, dialect);
        selected.tables().stream()
                .filter(table -> target.map(t -> !name(t).equals(name(table))).orElse(true))
                .forEach(table -> tables.add("select::" + name(table)));
        selected.columns().forEach(column -> columns.add("select::" + column));
    }

    /// The columns a statement writes to.
    private void written(Statement statement, Optional<Table> target) {
        String table = target.map(t -> t.getUnquotedName()).orElse("null");
        switch (statement) {
            case Insert insert when insert.getColumns() != null ->
                    insert.getColumns().forEach(column -> write("insert", table, column));
            case Insert insert -> columns.add("insert::" + table + "::(.*)");
            case Update update ->
                    update.getUpdateSets()
                            .forEach(
                                    set ->
                                            set.getColumns()
                                                    .forEach(c -> write("update", table, c)));
            case Delete delete -> columns.add("delete::" + table + "::(.*)");
            default -> {}
        }
    }

    private void write(String operation, String table, Column column) {
        columns.add(operation + "::" + table + "::" + column.getUnquotedName());
    }

    private static String operation(Statement statement) {
        return switch (statement) {
            case Insert insert -> "insert";
            case Update update -> "update";
            case Delete delete -> "delete";
            case CreateTable create -> "create";
            case Drop drop -> "drop";
            case Alter alter -> "alter";
            case Truncate truncate -> "truncate";
            default -> "select";
        };
    }

    /// The table a statement changes.
    private static Optional<Table> target(Statement statement) {
        return Optional.ofNullable(
                switch (statement) {
                    case Insert insert -> insert.getTable();
                    case Update update -> update.getTable();
                    case Delete delete -> delete.getTable();
                    case CreateTable create -> create.getTable();
                    case Drop drop -> drop.getName();
                    case Alter alter -> alter.getTable();
                    case Truncate truncate -> truncate.getTable();
                    default -> null;
                });
    }

    private static String name(Table table) {
        String schema = table.getUnquotedSchemaName();
        return (schema == null ? "null" : schema) + "::" + table.getUnquotedName();
    }
}
