package dev.promptcards.run.imported;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

class ImportReaderTest {

    private static final String FIRST = "card,case_id,model,passed,output\n";
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void what_unpacks_to_too_much_is_refused() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write((FIRST + "c,a,m,1,x\n".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
        }
        var body = new ByteArrayInputStream(packed.toByteArray());

        try (var file = ImportFile.of(body, 500_000)) {
            assertThatThrownBy(() -> Survey.of(file, NOW))
                    .isInstanceOf(Problem.TooLarge.class)
                    .hasMessageContaining("split it");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1100000, 'line 2, column output: has 1,100,000 characters'",
        "3000000, 'line 2: broken CSV'",
    })
    void a_long_cell_is_refused_before_it_fills_the_memory(int length, String fault) {
        assertFault("c,a,m,1," + "x".repeat(length) + "\n", fault);
    }

    @Test
    void a_row_of_many_cells_is_refused() {
        assertFault("c,a,m,1,x" + ",".repeat(1_000) + "\n", "line 2: broken CSV");
    }

    private static void assertFault(String row, String fault) {
        var body = new ByteArrayInputStream((FIRST + row).getBytes(StandardCharsets.UTF_8));
        try (var file = ImportFile.of(body)) {
            assertThatThrownBy(() -> Survey.of(file, NOW))
                    .isInstanceOf(Problem.Invalid.class)
                    .hasMessageContaining(fault);
        }
    }
}
