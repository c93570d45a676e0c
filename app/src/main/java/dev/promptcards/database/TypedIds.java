package dev.promptcards.database;

import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.Arguments;
import org.jdbi.v3.core.array.SqlArrayType;
import org.jdbi.v3.core.array.SqlArrayTypes;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericTypes;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.ColumnMappers;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.stream.Stream;

/// Records of one component named `value`, such as `WorkspaceId`: in a statement they are that
/// value.
final class TypedIds {

    private TypedIds() {}

    static boolean isId(Class<?> type) {
        if (!type.isRecord()) {
            return false;
        }
        RecordComponent[] components = type.getRecordComponents();
        return components.length == 1 && components[0].getName().equals("value");
    }

    static Optional<Argument> argument(Type type, @Nullable Object id, ConfigRegistry config) {
        Class<?> raw = GenericTypes.getErasedType(type);
        if (!isId(raw)) {
            return Optional.empty();
        }
        return config.get(Arguments.class)
                .findFor(valueType(raw), id == null ? null : valueOf(accessor(raw), id));
    }

    static Optional<ColumnMapper<?>> columnMapper(Type type, ConfigRegistry config) {
        Class<?> raw = GenericTypes.getErasedType(type);
        if (!isId(raw)) {
            return Optional.empty();
        }
        Constructor<?> constructor = constructor(raw);
        return config.get(ColumnMappers.class)
                .findFor(valueType(raw))
                .map(
                        mapper ->
                                (row, column, context) -> {
                                    Object value = mapper.map(row, column, context);
                                    return row.wasNull() ? null : idOf(constructor, value);
                                });
    }

    static Optional<SqlArrayType<?>> arrayType(Type type, ConfigRegistry config) {
        Class<?> raw = GenericTypes.getErasedType(type);
        if (!isId(raw)) {
            return Optional.empty();
        }
        Method accessor = accessor(raw);
        return config.get(SqlArrayTypes.class)
                .findFor(valueType(raw))
                .map(
                        values ->
                                SqlArrayType.of(
                                        values.getTypeName(),
                                        id -> convert(values, valueOf(accessor, id))));
    }

    @SuppressWarnings("unchecked") // The value has the type the array type was found for.
    private static Object convert(SqlArrayType<?> values, Object value) {
        return ((SqlArrayType<Object>) values).convertArrayElement(value);
    }

    private static Type valueType(Class<?> id) {
        return id.getRecordComponents()[0].getGenericType();
    }

    private static Method accessor(Class<?> id) {
        Method accessor = id.getRecordComponents()[0].getAccessor();
        accessor.setAccessible(true);
        return accessor;
    }

    /// The canonical constructor, also of a record that only its own package can see.
    static Constructor<?> constructor(Class<?> type) {
        Class<?>[] components =
                Stream.of(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(components);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has its canonical constructor", e);
        }
    }

    private static Object valueOf(Method accessor, Object id) {
        try {
            return accessor.invoke(id);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + accessor, e);
        }
    }

    private static Object idOf(Constructor<?> constructor, Object value) {
        try {
            return constructor.newInstance(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot make " + constructor.getDeclaringClass(), e);
        }
    }
}
