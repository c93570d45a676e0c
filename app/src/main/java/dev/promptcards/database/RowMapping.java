package dev.promptcards.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericTypes;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// How values cross between Java and PostgreSQL:
///
/// - a record is read from a row by the names of its components (`createdAt` from `created_at`);
/// - a record of one component named `value` (`WorkspaceId`) is bound and read as that component;
/// - `JsonNode` is `jsonb`, `Instant` is `timestamptz`;
/// - arrays hold uuid, text, whole numbers, doubles, booleans, instants, JSON, and typed ids.
///
/// What was bound never stands in the message of an exception: it may be a prompt or a key.
public final class RowMapping implements JdbiPlugin {

    private final ObjectMapper json;

    public RowMapping(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public void customizeJdbi(Jdbi jdbi) {
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        jdbi.registerRowMapper(RowMapping::recordMapper);
        jdbi.registerColumnMapper(TypedIds::columnMapper);
        jdbi.registerColumnMapper(JsonNode.class, this::readJson);
        jdbi.registerArgument(TypedIds::argument);
        jdbi.registerArgument(new JsonArguments());
        jdbi.registerArgument(new InstantArguments());
        jdbi.registerArrayType(TypedIds::arrayType);
        jdbi.registerArrayType(UUID.class, "uuid");
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArrayType(Integer.class, "int4");
        jdbi.registerArrayType(Long.class, "int8");
        jdbi.registerArrayType(Double.class, "float8");
        jdbi.registerArrayType(Boolean.class, "bool");
        jdbi.registerArrayType(
                Instant.class, "timestamptz", instant -> instant.atOffset(ZoneOffset.UTC));
        jdbi.registerArrayType(JsonNode.class, "jsonb", JsonNode::toString);
    }

    private static Optional<RowMapper<?>> recordMapper(Type type, ConfigRegistry config) {
        Class<?> raw = GenericTypes.getErasedType(type);
        return raw.isRecord() && !TypedIds.isId(raw)
                ? ConstructorMapper.factory(TypedIds.constructor(raw)).build(type, config)
                : Optional.empty();
    }

    private @Nullable JsonNode readJson(ResultSet row, int column, StatementContext context)
            throws SQLException {
        String text = row.getString(column);
        try {
            return text == null ? null : json.readTree(text);
        } catch (JsonProcessingException e) {
            // The driver's own words are withheld: they quote the value.
            throw new SQLException("column %d holds no JSON".formatted(column));
        }
    }

    /// Prepared, because only so it comes before Jdbi's own for anything that can be iterated over.
    private static final class JsonArguments implements ArgumentFactory.Preparable {

        @Override
        public Optional<Function<Object, Argument>> prepare(Type type, ConfigRegistry config) {
            return JsonNode.class.isAssignableFrom(GenericTypes.getErasedType(type))
                    ? Optional.of(JsonArguments::argument)
                    : Optional.empty();
        }

        /// As an object of "other" type the text gets its type from the statement: jsonb or json.
        private static Argument argument(@Nullable Object node) {
            String text = node == null ? null : node.toString();
            return (position, statement, context) ->
                    statement.setObject(position, text, Types.OTHER);
        }
    }

    private static final class InstantArguments extends AbstractArgumentFactory<Instant> {

        private InstantArguments() {
            super(Types.TIMESTAMP_WITH_TIMEZONE);
        }

        @Override
        protected Argument build(Instant instant, ConfigRegistry config) {
            return (position, statement, context) ->
                    statement.setObject(position, instant.atOffset(ZoneOffset.UTC));
        }
    }
}
