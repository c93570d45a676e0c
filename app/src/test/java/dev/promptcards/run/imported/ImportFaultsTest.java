package dev.promptcards.run.imported;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/// What is read, and what is refused with its line and column.
@MicronautTest
class ImportFaultsTest implements OnTestServers {

    private static final String PLAIN = "card,case_id,model,passed\n";

    @Inject EmbeddedServer server;
    private Api api;
    private String root;
    private ImportedFiles files;

    @BeforeEach
    void newWorkspace() {
        api = new Api(server.getURI());
        root = "/api/v1/workspaces/w-" + TestServers.workspace();
        files = new ImportedFiles(api, root);
    }

    @Test
    void versions_nobody_recorded_are_no_more_than_rows() {
        var header = "card,case_id,model,passed,version\n";
        files.taken(header + "a,x,m,1,1000\n");
        var refused = files.send(header + "b,x,m,1,1000\nc,x,m,1,1\n", "");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("line 3, column version").contains("1,001 versions");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "card,case_id,model,passed,score~c,a,m,1,NaN|line 2, column score",
                "card,case_id,model,passed,score~c,a,m,1,Infinity|line 2, column score",
                "card,case_id,model,passed,score~c,a,m,1,1e999999999|line 2, column score",
                "card,case_id,model,passed,cost_usd~c,a,m,1,1e-999999999|line 2, column cost_usd",
                "card,case_id,model,passed,cost_usd~c,a,m,1,-1|line 2, column cost_usd",
                "card,case_id,model,passed,execution_time_ms~c,a,m,1,fast|column execution_time_ms",
                "card,case_id,model,passed,prompt_tokens~c,a,m,1,1.5|must be a whole number",
                "card,case_id,model,passed,created_at~c,a,m,1,2026-04-01T00:00:00|with its zone",
                "card,case_id,model,passed,created_at~c,a,m,1,2026-13-01|line 2, column created_at",
                "card,case_id,model,passed,created_at~c,a,m,1,1999-01-01|must lie between",
                "card,case_id,model,passed,created_at~c,a,m,1,2999-01-01|must lie between",
                "card,case_id,model,passed~c,a,m,yes|line 2, column passed: must be 1 or 0",
                "card,case_id,model,passed~c,a,m,|line 2, column passed: is empty",
                "card,case_id,model,passed,error~c,a,m,1,down|has not passed",
                "card,case_id,model,passed~c,a,m,1~c,,m,1|line 3, column case_id: is empty",
                "card,case_id,model,passed~c,a,m,1,more|line 2: the row has 5 cells",
                "card,case_id,model,passed~c,a,m|line 2: the row has 3 cells",
                "card,case_id,model,passed~c,a,m,1~c,\"a,m,1|line 3: broken CSV",
                "card,case_id,model,passed~C d,a,m,1~c-d,a,m,1|line 3, column card",
                "card,case_id,model|there is no column 'passed'",
                "card,case_id,model,passed,pased|'pased' is not known",
                "card,card,case_id,model,passed|two columns are named 'card'",
                "card;case_id;model;passed~c;a;m;1|commas between the cells",
                "card,case_id,model,passed|no executions",
            })
    void a_fault_is_named_by_line_and_column_and_nothing_is_stored(String text, String fault) {
        var answer = files.send(text.replace('~', '\n') + "\n", "");

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains(fault);
        assertThat(api.get(root + "/runs").json().path("items")).isEmpty();
        assertThat(api.get(root + "/cards").json().path("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF"})
    void an_empty_file_is_one(String text) {
        assertThat(files.send(text, "").text()).contains("line 1: the file is empty");
    }

    @Test
    void what_is_damaged_is_told() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 10_000; i++) {
                gzip.write(
                        (i == 0 ? PLAIN : "c," + i * 7919 % 10_007 + ",m,1\n")
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        var half = java.util.Arrays.copyOf(packed.toByteArray(), packed.size() / 2);

        assertThat(files.send(half, "").text()).contains("damaged or cut off");
        assertThat(
                        files.send(
                                        (PLAIN + "c,a,\u00e9,1\n")
                                                .getBytes(StandardCharsets.ISO_8859_1),
                                        "")
                                .text())
                .contains("not UTF-8");
        assertThat(files.send(new byte[] {0x1f, (byte) 0x8b, 1}, "").status()).isEqualTo(400);
    }

    @Test
    void a_byte_order_mark_windows_lines_and_quoted_lines_are_read() {
        var result =
                files.taken(
                        "\uFEFF\"card\",case_id,model,passed,output\r\n"
                                + "c,a,m,true,\"two\r\nlines, \"\"quoted\"\"\"\r\n");

        assertThat(files.executions(result, 0).get(0).path("output").asText())
                .isEqualTo("two\r\nlines, \"quoted\"");
    }
}
