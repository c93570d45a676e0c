package dev.promptcards.provider.replay;

import static dev.promptcards.provider.ProviderBeans.object;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.request;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

class ReplayTest {

    private static final String INLINE =
            """
            {"recordings": [
              {"model": "m", "question": "How many?", "output": "three"},
              {"model": "m", "question": "Think.\\nHow many?", "output": "four"},
              {"question": " How few? ", "output": "of any model"}]}
            """;

    private final Provider shipped =
            provider("replay:gpt-4o-mini", "{\"recordings\": \"test-capitals\"}");

    @Test
    void a_recorded_answer_comes_with_its_latency_tokens_and_price() {
        var answer = answer(shipped, "Capital of France?");
        assertThat(answer.output().asText()).isEqualTo("Paris");
        assertThat(answer.latency()).isEqualTo(Duration.ofNanos(812_500_000));
        assertThat(answer.tokens()).contains(new Usage(1_000_000, 1_000_000, 2_000_000, 0, 0));
        assertThat(answer.costUsd().getAsDouble()).isEqualTo(0.75);
        assertThat(shipped.metered()).isFalse();
    }

    @Test
    void a_recorded_cost_is_the_cost_and_an_output_may_be_json() {
        var answer = answer(shipped, "Capital of Peru?");
        assertThat(answer.costUsd()).hasValue(0.25);
        assertThat(answer.output()).isEqualTo(object("{\"city\": \"Lima\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "How many? | three",
                "Solve it.\\n\\nHow many? | three",
                "Now.\\nThink.\\nHow many?\\n | four",
                "How few? | of any model",
            })
    void the_longest_tail_of_the_prompt_that_begins_a_line_is_looked_up(
            String prompt, String output) {
        var provider = provider("replay:m", INLINE);
        assertThat(answer(provider, prompt.replace("\\n", "\n")).output().asText())
                .isEqualTo(output);
    }

    @Test
    void of_a_chat_the_last_message_is_looked_up() {
        var provider = provider("replay:m", INLINE);
        String chat =
                "[{\"role\": \"system\", \"content\": \"How few?\"}, {\"role\": \"user\","
                        + " \"content\": \"%s\"}]";
        assertThat(answer(provider, chat.formatted("How many?")).output().asText())
                .isEqualTo("three");
        String parts = chat.replace("\"%s\"", "[{\"type\": \"text\", \"text\": \"How many?\"}]");
        assertThat(answer(provider, parts).output().asText()).isEqualTo("three");
    }

    @Test
    void what_is_not_recorded_is_refused_for_good() {
        assertThat(provider("replay:m", INLINE).call(request("How much? How many?")))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused ->
                                assertThat(refused.message())
                                        .isEqualTo(
                                                "No answer of `m` is recorded for this prompt. One"
                                                        + " that is recorded begins: How few?"));
    }

    @Test
    void stored_bytes_are_read_as_the_answer_was() {
        var completed = (Completed) shipped.call(request("Capital of France?"));
        var again = (Completed) shipped.read(completed.body(), object("{}"), Duration.ZERO);
        assertThat(again.answer()).isEqualTo(completed.answer());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replay | {} | it names no model",
                "replay:m | {} | its configuration needs `recordings`",
                "replay:m | {\"file\": \"/etc/passwd\"} | a `file` is read by the command line",
                "replay:m | {\"recordings\": \"../../etc/passwd\"} | no recordings named",
                "replay:m | {\"recordings\": \"nope\"} | no recordings named `nope`",
                "replay:m | {\"recordings\": [{\"prompt\": \"a\", \"output\": 1}, {\"prompt\":"
                        + " \"b\"}]} | recording 2 has no",
                "replay:m | {\"recordings\": [{\"model\": \"n\", \"prompt\": \"a\", \"output\":"
                        + " 1}]} | none of its recordings is of the model `m`",
            })
    void what_is_wrong_is_said_at_once(String id, String config, String message) {
        assertThat(
                        ProviderBeans.providers()
                                .resolve(
                                        ProviderBeans.WORKSPACE,
                                        spec(id, config),
                                        Map.of(),
                                        ProviderBeans.SCOPE))
                .isInstanceOfSatisfying(
                        Misconfigured.class, wrong -> assertThat(wrong.reason()).contains(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay:m", "replay:n"})
    void other_recordings_and_models_are_another_identity(String id) {
        String other = INLINE.replace("three", "five").replace("\"model\": \"m\",", "");
        assertThat(provider(id, other).identity())
                .isNotEqualTo(provider("replay:m", INLINE).identity());
    }

    @ParameterizedTest
    @CsvSource({
        "6b_finetuning, 286",
        "6b_verification, 515",
        "175b_finetuning, 458",
        "175b_verification, 742",
    })
    void the_published_table_of_gsm8k_is_replayed(String model, int right) throws IOException {
        Path data = besideTheProject("shared/data/gsm8k");
        var config = object("{}");
        var recordings = config.putArray("recordings");
        for (String line : Files.readAllLines(data.resolve("recorded.jsonl"))) {
            recordings.add(object(line));
        }
        var provider = provider("replay:" + model, config.toString());
        int found = 0;
        for (String line : Files.readAllLines(data.resolve("tests.jsonl"))) {
            var vars = object(line).path("vars");
            String output =
                    answer(provider, "Solve it.\n\n" + vars.path("question").asText())
                            .output()
                            .asText();
            String last = output.substring(output.lastIndexOf("A: ") + 3);
            if (last.strip().replace(",", "").equals(vars.path("answer").asText())) {
                found++;
            }
        }
        assertThat(found).isEqualTo(right);
    }

    /// Material that is not part of the project; without it the test is skipped.
    private static Path besideTheProject(String name) {
        var found =
                Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                        .map(folder -> folder.resolve(name))
                        .filter(Files::isDirectory)
                        .findFirst();
        assumeThat(found).isPresent();
        return found.orElseThrow();
    }

    private static Provider provider(String id, String config) {
        return ready(
                ProviderBeans.providers()
                        .resolve(
                                ProviderBeans.WORKSPACE,
                                spec(id, config),
                                Map.of(),
                                ProviderBeans.SCOPE));
    }

    private static Answer answer(Provider provider, String prompt) {
        return ((Completed) provider.call(request(prompt))).answer();
    }
}
