package dev.promptcards.schema;

import org.jdbi.v3.core.Handle;

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
        return Stream.of("extensions", "functions", "tables", "foreign-keys", "schema-grants")
                .map(part -> part(handle, part))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n", HEADING + "\n", "\n"));
    }

    private static String part(Handle handle, String name) {
        String query = Resources.read("/schema-text/" + name + ".sql");
        return String.join("\n\n", handle.createQuery(query).mapTo(String.class).list());
    }
}
