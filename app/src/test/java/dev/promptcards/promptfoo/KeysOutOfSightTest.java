package dev.promptcards.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.keep.Setup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A key written into a configuration is sealed with the run and stands nowhere else.
class KeysOutOfSightTest {

    private static final String KEY = "sk-literal-0123456789";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "providers: [{id: 'openai:chat:m', config: {apiKey: LITERAL}}]",
                "providers: [{id: 'openai:chat:m', env: {OPENAI_API_KEY: LITERAL}}]",
                "providers: [{'openai:chat:m': {config: {apiKey: LITERAL}}}]",
                "providers: [{id: 'https://h/x', config: {headers: {Authorization: Bearer"
                        + " LITERAL}}}]",
                "providers: [{id: https, config: {url: 'https://h', headers: {x-api-key:"
                        + " LITERAL}}}]",
                "providers: [{id: 'file://p.js', config: {apiKey: LITERAL}}]",
                "providers: [echo]\n"
                        + "tests: [{vars: {q: 1}, provider: {id: 'openai:chat:m', config: {apiKey:"
                        + " LITERAL}}}]",
                "providers: [echo]\n"
                    + "defaultTest: {provider: {id: 'openai:chat:m', config: {apiKey: LITERAL}}}",
                "providers: [echo]\n"
                        + "tests: [{vars: {q: 1}, options: {provider: {id: 'openai:chat:m', config:"
                        + " {apiKey: LITERAL}}}}]",
                "providers: [echo]\n"
                        + "tests: [{vars: {q: 1}, options: {provider: {text: {id: 'openai:chat:m',"
                        + " config: {apiKey: LITERAL}}}}}]",
                "providers: [echo]\n"
                    + "defaultTest: {options: {provider: {id: 'openai:chat:m', config: {headers:"
                    + " {Cookie: LITERAL}}}}}",
                "providers: [echo]\n"
                        + "defaultTest: {assert: [{type: llm-rubric, value: x, provider: {id:"
                        + " 'openai:chat:m', config: {apiKey: LITERAL}}}]}",
                "providers: [echo]\n"
                        + "tests: [{vars: {q: 1}, assert: [{type: assert-set, assert: [{type:"
                        + " llm-rubric, value: x, provider: {id: 'https://h', config: {headers:"
                        + " {Authorization: 'Bearer LITERAL'}}}}]}]}]",
                "providers: [echo]\n"
                        + "scenarios: [{config: [{vars: {q: 1}}], tests: [{options: {provider: {id:"
                        + " 'openai:chat:m', config: {apiKey: LITERAL}}}}]}]",
            })
    void a_key_is_sent_with_the_run_and_stands_neither_in_suite_nor_setup(String config) {
        Plan plan =
                new ConfigFolder(folder)
                        .with(
                                "p.js",
                                "module.exports = class { callApi() { return {output: 1}; } };")
                        .plan("prompts: ['{{q}}']\n" + config.replace("LITERAL", KEY));
        Plan.Check check = plan.check();

        assertThat(check.refused()).as(check.findings().toString()).isFalse();
        List<String> kept = ConfigFolder.cases(plan);
        kept.add(plan.defaults().toString());
        kept.add(plan.shown().toString());
        kept.add(Setup.of(plan, List.of("card"), check.environment()).toString());
        plan.providers().forEach(provider -> kept.add(provider.config().toString()));
        assertThat(kept).noneMatch(text -> text.contains(KEY));

        List<String> sealed =
                new ArrayList<>(plan.credentials().values(_ -> Optional.empty()).values());
        plan.credentials()
                .hidden()
                .forEach(
                        (name, value) -> {
                            assertThat(check.environment()).contains(name);
                            sealed.add(value);
                        });
        assertThat(sealed).singleElement().asString().contains(KEY);
    }

    @Test
    void a_key_that_is_named_by_a_template_stays_a_template() {
        Plan plan =
                new ConfigFolder(folder)
                        .plan(
                                "prompts: [x]\n"
                                        + "providers: [{id: 'https://h', config: {headers:"
                                        + " {Authorization: 'Bearer {{env.T}}'}}}]");

        assertThat(plan.providers().getFirst().config().toString()).contains("Bearer {{env.T}}");
        assertThat(plan.credentials().hidden()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prompts: [x]\n"
                        + "providers: [echo]\n"
                        + "tests: [{vars: {q: 1}, options: {apiKey: LITERAL}}]",
                "prompts: [{raw: x, config: {headers: {Authorization: LITERAL}}}]\n"
                        + "providers: [echo]",
            })
    void a_key_where_nothing_is_sealed_is_refused(String config) {
        assertThat(new ConfigFolder(folder).findings(config.replace("LITERAL", KEY)))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains("of a provider")
                .doesNotContain(KEY);
    }
}
