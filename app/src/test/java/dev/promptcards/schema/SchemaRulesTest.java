package dev.promptcards.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.promptcards.TestServers;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The rules a schema for many tenants, and for many nodes, lives by. Each is a file of
/// `schema-rules`: a query for offenders, and after each `-- broken by` statements that break the
/// rule, so that a rule which can find nothing does not pass for one that holds.
class SchemaRulesTest {

    private static final String BROKEN_BY = "-- broken by\n";

    private final Jdbi owner = TestServers.database().ownerJdbi();

    @TestFactory
    Stream<DynamicContainer> rule() throws IOException, URISyntaxException {
        Path folder =
                Path.of(Objects.requireNonNull(getClass().getResource("/schema-rules")).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(this::rule).toList().stream();
        }
    }

    private DynamicContainer rule(Path file) {
        String name = file.getFileName().toString().replace(".sql", "").replace('-', ' ');
        List<String> parts = List.of(read(file).split(BROKEN_BY));
        assertThat(parts).as(name + " can be broken").hasSizeGreaterThan(1);
        String offenders = parts.getFirst();
        Stream<DynamicTest> breaks =
                IntStream.range(1, parts.size())
                        .mapToObj(
                                i ->
                                        dynamicTest(
                                                "is broken, way " + i,
                                                () -> breaks(offenders, parts.get(i))));
        return dynamicContainer(
                name,
                Stream.concat(Stream.of(dynamicTest("holds", () -> holds(offenders))), breaks));
    }

    private void holds(String offenders) {
        assertThat(
                        owner.<List<Map<String, Object>>, RuntimeException>withHandle(
                                handle -> offenders(handle, offenders)))
                .as(offenders)
                .isEmpty();
    }

    private void breaks(String offenders, String breakage) throws SQLException {
        owner.<SQLException>useTransaction(
                handle -> {
                    try (Statement statement = handle.getConnection().createStatement()) {
                        statement.execute(breakage);
                    }
                    assertThat(offenders(handle, offenders)).as(breakage).isNotEmpty();
                    handle.rollback();
                });
    }

    private static List<Map<String, Object>> offenders(Handle handle, String query) {
        return handle.createQuery(query).mapToMap().list();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
