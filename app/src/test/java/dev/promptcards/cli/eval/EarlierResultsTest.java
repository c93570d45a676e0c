package dev.promptcards.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.cli.eval.EarlierResults.Kind;
import dev.promptcards.cli.server.CommandFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class EarlierResultsTest {

    private static final List<String> RESULTS =
            List.of(
                    "{\"success\":true,\"failureReason\":0,\"vars\":{\"q\":1}}",
                    "{\"success\":false,\"failureReason\":1,\"vars\":{\"q\":2,\"a\":{\"z\":1,\"b\":2}}}",
                    "{\"success\":false,\"failureReason\":2,\"vars\":{\"q\":3,\"_conversation\":[]}}");

    @TempDir Path folder;

    @Test
    void a_result_file_of_either_form_tells_what_did_not_pass() throws IOException {
        String list = String.join(",", RESULTS);
        Path json =
                Files.writeString(
                        folder.resolve("r.json"), "{\"results\":{\"results\":[" + list + "]}}");
        Path old = Files.writeString(folder.resolve("o.json"), "{\"results\":[" + list + "]}");
        Path lines = Files.writeString(folder.resolve("r.jsonl"), String.join("\n", RESULTS));

        for (Path file : List.of(json, old, lines)) {
            assertThat(EarlierResults.inFile(file, Kind.FAILING))
                    .containsExactly("{\"a\":{\"b\":2,\"z\":1},\"q\":2}", "{\"q\":3}");
            assertThat(EarlierResults.inFile(file, Kind.FAILED))
                    .containsExactly("{\"a\":{\"b\":2,\"z\":1},\"q\":2}");
            assertThat(EarlierResults.inFile(file, Kind.ERRORS)).containsExactly("{\"q\":3}");
        }
    }

    @Test
    void a_run_tells_the_same_by_its_outcomes() throws IOException {
        JsonMapper json = new JsonMapper();
        var executions =
                List.of(
                        json.readTree("{\"outcome\":\"passed\",\"vars\":{\"q\":1}}"),
                        json.readTree("{\"outcome\":\"failed\",\"vars\":{\"q\":2}}"),
                        json.readTree("{\"outcome\":\"unknown\",\"vars\":{\"q\":3}}"));

        assertThat(EarlierResults.inRun(executions, Kind.FAILING))
                .containsExactly("{\"q\":2}", "{\"q\":3}");
        assertThat(EarlierResults.inRun(executions, Kind.ERRORS)).containsExactly("{\"q\":3}");
    }

    @Test
    void a_file_that_holds_no_results_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("r.json"), "prompts: [x]");

        assertThatThrownBy(() -> EarlierResults.inFile(file, Kind.FAILING))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("r.json: no result file");
    }

    @Test
    void a_file_that_is_no_text_is_named() throws IOException {
        Path file = Files.write(folder.resolve("r.jsonl"), new byte[] {'{', (byte) 0xFF});

        assertThatThrownBy(() -> EarlierResults.inFile(file, Kind.FAILING))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("r.jsonl: cannot be read");
    }
}
