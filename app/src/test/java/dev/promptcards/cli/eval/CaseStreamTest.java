package dev.promptcards.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.promptfoo.Plan;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class CaseStreamTest {

    private static final JsonNode HEADING = new JsonMapper().createObjectNode().put("suite", "é");

    @TempDir Path folder;

    @Test
    void is_a_heading_then_a_case_a_line() throws IOException {
        Plan plan = plan("{\"vars\":{\"q\":\"ä\"}}\n{\"vars\":{\"q\":\"b\"}}\n");

        try (InputStream stream = new CaseStream(HEADING, plan.cases())) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .containsExactly(
                            "{\"suite\":\"é\"}",
                            "{\"vars\":{\"q\":\"ä\"},\"assert\":[],\"options\":{}}",
                            "{\"vars\":{\"q\":\"b\"},\"assert\":[],\"options\":{}}");
        }
    }

    @Test
    void reads_no_further_in_its_file_than_it_is_read_itself() throws IOException {
        Plan plan = plan("{\"vars\":{\"q\":\"a\"}}\n".repeat(1000) + "{broken");

        try (InputStream stream = new CaseStream(HEADING, plan.cases())) {
            assertThat(stream.readNBytes(2000)).hasSize(2000);
            assertThatThrownBy(stream::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("t.jsonl:1001: not JSON");
        }
    }

    private Plan plan(String tests) throws IOException {
        Files.writeString(folder.resolve("t.jsonl"), tests);
        return Plans.plan(folder, "prompts: [x]\nproviders: [echo]\ntests: t.jsonl\n");
    }
}
