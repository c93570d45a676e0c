package dev.promptcards.assertion.reading;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.kind.SqlAssertion.Rules;
import dev.promptcards.assertion.sql.Dialect;

import java.util.List;
import java.util.Optional;

/// The values of the kinds that parse SQL.
final class Sql {

    private Sql() {}

    /// `{databaseType, allowedTables, allowedColumns}`, each of which may be absent; MySQL where no
    /// type is named.
    static Rules rules(Written written) {
        JsonNode value = written.optionalValue().orElse(written.value().path("none"));
        if (!value.isObject() && !value.isMissingNode()) {
            throw written.bad("must have an object value");
        }
        String database = value.path("databaseType").asText("");
        database = database.isEmpty() ? "MySQL" : database;
        if (Dialect.named(database).isEmpty()) {
            throw written.bad(
                    "has an unknown databaseType, \"%s\"; known are %s"
                            .formatted(database, List.of(Dialect.values())));
        }
        return new Rules(
                database, texts(written, "allowedTables"), texts(written, "allowedColumns"));
    }

    private static Optional<List<String>> texts(Written written, String member) {
        JsonNode list = written.value().path(member);
        if (list.isMissingNode() || list.isNull()) {
            return Optional.empty();
        }
        if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isTextual)) {
            throw written.bad("needs a list of texts as \"" + member + "\"");
        }
        return Optional.of(list.valueStream().map(JsonNode::textValue).toList());
    }
}
