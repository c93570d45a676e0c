package dev.promptcards.schema;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The schema of a database as SQL, read from the catalogue: what is ours, in one order whatever
/// the order it was made in. Partitions, Liquibase's tables and what belongs to extensions are left
/// out.
final class SchemaText {

    private static final String HEADING =
            """
            -- The schema that the changesets in src/main/resources/db/changes lead to, for reading.
            -- Generated from the catalogue of PostgreSQL 16; SchemaSqlTest says how.
            """;

    private SchemaText() {}

    static String of(Handle handle) {
        return Stream.of(
                        part(handle, "extensions"),
                        part(handle, "functions", false),
                        part(handle, "tables"),
                        part(handle, "functions", true),
                        part(handle, "foreign-keys"),
                        part(handle, "views"),
                        part(handle, "schema-grants"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n", HEADING + "\n", "\n"));
    }

    private static String part(Handle handle, String name) {
        return text(handle.createQuery(query(name)));
    }

    private static String part(Handle handle, String name, boolean ofRows) {
        return text(handle.createQuery(query(name)).bind("ofRows", ofRows));
    }

    private static String query(String name) {
        return Resources.read("/schema-text/" + name + ".sql");
    }

    private static String text(Query query) {
        return String.join("\n\n", query.mapTo(String.class).list());
    }
}
