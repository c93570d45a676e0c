package dev.promptcards.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.promptfoo.file.Finding.Severity;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;
import dev.promptcards.promptfoo.provider.PlannedProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// What promptfoo runs although its schema frowns at it.
class LooseConfigurationTest {

    @TempDir Path folder;

    @Test
    void without_prompts_the_variable_prompt_is_the_prompt() {
        Plan plan =
                new ConfigFolder(folder)
                        .plan("providers: [echo]\ntests: [{vars: {prompt: hello}}]");

        assertThat(plan.check().findings()).isEmpty();
        assertThat(plan.prompts()).extracting(PlannedPrompt::raw).containsExactly("{{prompt}}");
    }

    @Test
    void targets_win_over_providers_and_this_is_said() {
        Plan plan =
                new ConfigFolder(folder)
                        .plan(
                                "prompts: [x]\n"
                                        + "providers: [{id: echo, label: one}]\n"
                                        + "targets: [{id: echo, label: other}]");

        assertThat(plan.providers()).extracting(PlannedProvider::name).containsExactly("other");
        assertThat(plan.check().findings())
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.severity()).isEqualTo(Severity.IGNORED);
                            assertThat(finding.place().line()).isEqualTo(2);
                            assertThat(finding.message()).contains("'targets'", "wins");
                        });
    }

    @Test
    void a_threshold_of_a_test_that_is_a_text_is_passed_over() {
        Plan plan =
                new ConfigFolder(folder)
                        .plan(
                                ConfigFolder.HEAD
                                        + "defaultTest: {threshold: high}\n"
                                        + "tests:\n"
                                        + "  - {vars: {q: 1}, threshold: '0.5'}\n");

        assertThat(plan.check().findings())
                .allMatch(finding -> finding.severity() == Severity.IGNORED)
                .extracting(finding -> finding.place().line())
                .containsExactly(3, 5);
        assertThat(plan.defaults().has("threshold")).isFalse();
        assertThat(ConfigFolder.cases(plan)).noneMatch(one -> one.contains("threshold"));
    }
}
