package dev.promptcards.promptfoo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class CsvTestReaderTest {

    @TempDir Path folder;

    @Test
    void columns_are_variables_or_say_something_about_the_test() throws Exception {
        String csv =
                """
                q,__expected1,__expected2,__metric,__threshold,__description,__prefix,__suffix,__metadata:level,__metadata:tags[],__config:__expected2:threshold
                hi,contains:h,levenshtein:ho,tone,0.5,greets,<,>,easy,"a, b\\,c",1
                """;

        assertThat(read(csv))
                .containsExactly(
                        "{'vars':{'q':'hi'},'threshold':0.5,'description':'greets','options':{'prefix':'<','suffix':'>'},"
                            + "'metadata':{'level':'easy','tags':['a','b,c']},"
                            + "'assert':[{'type':'contains','value':'h','metric':'tone'},"
                            + "{'type':'levenshtein','value':'ho','threshold':1.0,'metric':'tone'}]}");
    }

    @Test
    void empty_cells_of_special_columns_say_nothing() throws Exception {
        assertThat(read("q,__expected,__metric,__threshold,__description\nhi,,,,\n"))
                .containsExactly("{'vars':{'q':'hi'},'assert':[]}");
    }

    @Test
    void a_cell_that_looks_like_a_formula_is_data() throws Exception {
        assertThat(read("q\n=1+1\n@x\n-5\n"))
                .containsExactly(
                        "{'vars':{'q':'=1+1'},'assert':[]}",
                        "{'vars':{'q':'@x'},'assert':[]}",
                        "{'vars':{'q':'-5'},'assert':[]}");
    }

    @Test
    void quoted_cells_hold_commas_quotes_and_lines() throws Exception {
        assertThat(read("q\r\n\"a, \"\"b\"\"\r\nc\"\r\n"))
                .containsExactly("{'vars':{'q':'a, \\'b\\'\\r\\nc'},'assert':[]}");
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_column() throws Exception {
        assertThat(read("\uFEFFq\nhi\n")).containsExactly("{'vars':{'q':'hi'},'assert':[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a,b~1,2~3~ | 3 | the row has 1 cells, the first row 2",
                "a,b~1,2~~3,4,5~ | 4 | the row has 3 cells",
                "a,b~\"x~y\",2~3,4,5~ | 4 | the row has 3 cells",
                "a,b~1,\"2~ | 2 | Unclosed quoted field",
                "a~\"1\"2~ | 2 | Unexpected character after closing quote",
                "a,a~1,2~ | 1 | two columns are named 'a'",
                "a, ~1,2~ | 1 | a column without a name",
                "a,__expect~1,2~ | 1 | the column '__expect' is not known",
                "a,__threshold~1,high~ | 2 | the column '__threshold' holds 'high'",
                "a,__threshold~1,NaN~ | 2 | expected a number",
            })
    void a_broken_csv_is_refused_at_its_line(String csv, int line, String message) {
        Finding finding =
                catchThrowableOfType(Refusal.class, () -> read(csv.replace('~', '\n'))).finding();

        assertThat(finding.message()).contains(message);
        assertThat(finding.place().line()).isEqualTo(line);
    }

    @Test
    void an_empty_csv_is_refused() {
        assertThat(catchThrowableOfType(Refusal.class, () -> read("")).finding().message())
                .contains("an empty CSV");
    }

    @Test
    void a_cell_that_is_no_utf_8_is_refused_at_its_line() throws IOException {
        Path file = folder.resolve("t.csv");
        Files.write(file, new byte[] {'q', '\n', 'o', 'k', '\n', 'c', (byte) 0xFF, '\n'});

        Finding finding = catchThrowableOfType(Refusal.class, () -> read(file)).finding();

        assertThat(finding.toString())
                .endsWith("t.csv:3: not UTF-8: byte 0xFF at offset 6; save the file as UTF-8");
    }

    private List<String> read(String csv) throws Refusal, IOException {
        return read(Files.writeString(folder.resolve("t.csv"), csv));
    }

    private static List<String> read(Path file) throws Refusal {
        List<String> tests = new ArrayList<>();
        try (TestReader reader = new TestSource.File(file, TestSource.Format.CSV).open()) {
            for (Optional<Located> test = reader.next(); test.isPresent(); test = reader.next()) {
                tests.add(test.get().value().toString().replace("\\\"", "\\'").replace('"', '\''));
            }
        }
        return tests;
    }
}
