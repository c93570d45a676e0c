package dev.promptcards.assertion.sql;

import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.WithItem;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.util.TablesNamesFinder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The tables and columns a statement reads, wherever they stand in it: in joins, in conditions, in
/// statements within it. The library walks the statement; names given by `WITH` are no tables.
final class Selected extends TablesNamesFinder<Void> {

    private final List<Table> tables = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();
    private final Set<String> whole = new LinkedHashSet<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Set<String> common = new HashSet<>();

    private final Set<Column> written = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Dialect dialect;

    private Selected(Dialect dialect) {
        this.dialect = dialect;
    }

    static Selected by(Statement statement, Dialect dialect) {
        Selected selected = new Selected(dialect);
        selected.init(false);
        try {
            statement.accept(selected, null);
        } catch (UnsupportedOperationException e) {
            // Nothing is read in a statement of this kind.
        }
        return selected;
    }

    List<Table> tables() {
        return tables.stream()
                .filter(table -> !common.contains(key(table.getUnquotedName())))
                .toList();
    }

    /// As `table::column`, aliases replaced by what they stand for.
    Set<String> columns() {
        Set<String> names = new LinkedHashSet<>();
        whole.forEach(table -> names.add(table(table) + "::(.*)"));
        for (Column column : columns) {
            Table of = column.getTable();
            String table = of == null ? "null" : of.getUnquotedName();
            names.add(table(table == null ? "null" : table) + "::" + column.getUnquotedName());
        }
        return names;
    }

    private String table(String name) {
        return aliases.getOrDefault(key(name), name);
    }

    @Override
    public <S> Void visit(Table table, S context) {
        tables.add(table);
        if (table.getAlias() != null) {
            aliases.put(key(table.getAlias().getUnquotedName()), table.getUnquotedName());
        }
        return super.visit(table, context);
    }

    @Override
    public <S> Void visit(Column column, S context) {
        boolean text = column.getColumnName().startsWith("\"") && dialect.quotesTextsTwice();
        if (!text && !written.contains(column)) {
            columns.add(column);
        }
        // Not to the library's: it takes the table a column names for one of the statement's.
        return null;
    }

    @Override
    public <S> Void visit(Update update, S context) {
        update.getUpdateSets().forEach(set -> written.addAll(set.getColumns()));
        return super.visit(update, context);
    }

    @Override
    public <S> Void visit(PlainSelect select, S context) {
        select.getSelectItems()
                .forEach(
                        item -> {
                            // Here only, for count(*) is not a selection of all columns.
                            if (item.getExpression() instanceof AllTableColumns all) {
                                whole.add(all.getTable().getUnquotedName());
                            } else if (item.getExpression() instanceof AllColumns) {
                                whole.add("null");
                            }
                        });
        return super.visit(select, context);
    }

    @Override
    public <S> Void visit(WithItem<?> item, S context) {
        common.add(key(item.getUnquotedAliasName()));
        return super.visit(item, context);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
