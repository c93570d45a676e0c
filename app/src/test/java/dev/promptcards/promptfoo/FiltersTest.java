package dev.promptcards.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.promptfoo.cases.Sample;
import dev.promptcards.promptfoo.cases.TestFilter;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;
import dev.promptcards.promptfoo.provider.PlannedProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class FiltersTest {

    private static final String TESTS =
            ConfigFolder.HEAD
                    + """
                    defaultTest: {metadata: {team: docks}, vars: {d: 1}}
                    tests:
                      - {description: keep me, vars: {q: a}}
                      - {description: drop me, vars: {q: b}, metadata: {tier: gold, tags: [x, yy]}}
                      - {vars: {q: [c, e]}, metadata: {team: ships}}
                      - {description: keep too, vars: {q: f}}
                    scenarios:
                      - {config: [{vars: {s: 1}}], tests: [{description: keep s, vars: {q: g}}]}
                    """;

    @TempDir Path temporary;

    private static TestFilter filter(
            String pattern, Map<String, String> metadata, long from, long to, long first) {
        return new TestFilter(
                Optional.of(Pattern.compile(pattern)),
                List.copyOf(metadata.entrySet()),
                Optional.empty(),
                OptionalLong.of(from),
                OptionalLong.of(to),
                OptionalLong.of(first),
                Optional.empty());
    }

    static Stream<Arguments> filters() {
        long all = Long.MAX_VALUE;
        return Stream.of(
                Arguments.of(filter("keep", Map.of(), 0, all, all), "afg"),
                Arguments.of(filter("^keep (me|s)$", Map.of(), 0, all, all), "ag"),
                Arguments.of(filter("keep", Map.of(), 1, 3, all), "fg"),
                Arguments.of(filter("keep", Map.of(), 1, 3, 1), "f"),
                Arguments.of(filter("", Map.of("tier", "gold"), 0, all, all), "b"),
                Arguments.of(filter("", Map.of("tags", "y"), 0, all, all), "b"),
                Arguments.of(filter("me", Map.of("team", "docks"), 0, all, all), "ab"),
                Arguments.of(filter("", Map.of("team", "docks", "tier", "g"), 0, all, all), "b"),
                Arguments.of(filter("nowhere", Map.of(), 0, all, all), ""));
    }

    private Plan plan(TestFilter filter) {
        return Plans.plan(
                new ConfigFolder(temporary),
                TESTS,
                new Filters(filter, Optional.empty(), Optional.empty()));
    }

    private static String letters(Plan plan) {
        StringBuilder letters = new StringBuilder();
        ConfigFolder.vars(plan)
                .forEach(vars -> letters.append(vars.replaceAll(".*\"q\":\"(.)\".*", "$1")));
        return letters.toString();
    }

    @ParameterizedTest
    @MethodSource("filters")
    void all_that_is_asked_for_must_hold(TestFilter filter, String expected) {
        assertThat(letters(plan(filter))).isEqualTo(expected);
    }

    @Test
    void a_range_counts_tests_with_all_their_cases() {
        TestFilter filter =
                new TestFilter(
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        OptionalLong.of(2),
                        OptionalLong.of(4),
                        OptionalLong.empty(),
                        Optional.empty());

        assertThat(letters(plan(filter))).isEqualTo("cef");
        assertThat(plan(filter).name()).endsWith("-selection");
    }

    @Test
    void what_failed_before_is_found_by_its_variables_in_any_order() {
        TestFilter filter =
                new TestFilter(
                        Optional.empty(),
                        List.of(),
                        Optional.of(Set.of("{\"d\":1,\"q\":\"f\"}", "{\"d\":1,\"q\":\"e\"}")),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.empty());

        assertThat(letters(plan(filter)))
                .as("the whole test, as its cases belong together")
                .isEqualTo("cef");
    }

    @Test
    void a_sample_is_drawn_once_and_keeps_the_order() {
        TestFilter filter =
                new TestFilter(
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.of(4),
                        Optional.of(new Sample(2, OptionalLong.empty())));
        Plan plan = plan(filter);
        String first = letters(plan);

        assertThat(plan.check().cases()).isEqualTo(first.length());
        assertThat(letters(plan)).isEqualTo(first);
        assertThat("abcef").matches(".*" + String.join(".*", first.split("")) + ".*");
        assertThat(first.replace("e", "")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "commandLineOptions: {filterRange: '1:3'} | bc",
                "evaluateOptions: {filterRange: ':2'} | ab",
                "commandLineOptions: {filterRange: '8:'} | ij",
                "commandLineOptions: {filterSample: 3, filterSampleSeed: 42} | cef",
                "commandLineOptions: {filterSample: 3, filterSampleSeed: -7} | cei",
                "evaluateOptions: {filterSample: 3} | abcdefghij",
                "commandLineOptions: {filterFirstN: 1} | abcdefghij",
            })
    void a_configuration_may_name_a_range_and_a_sample_that_are_promptfoos(
            String options, String expected) {
        StringBuilder config = new StringBuilder(ConfigFolder.HEAD + options + "\ntests:\n");
        "abcdefghij".chars().forEach(q -> config.append("  - {vars: {q: %c}}\n".formatted(q)));

        assertThat(letters(new ConfigFolder(temporary).plan(config.toString())))
                .isEqualTo(expected);
    }

    @Test
    void the_range_of_the_command_line_wins() {
        Plan plan =
                Plans.plan(
                        new ConfigFolder(temporary),
                        ConfigFolder.HEAD
                                + "commandLineOptions: {filterRange: '0:1'}\n"
                                + "tests: [{vars: {q: a}}, {vars: {q: b}}]",
                        new Filters(
                                TestFilter.NONE.withRange(OptionalLong.of(1), OptionalLong.empty()),
                                Optional.empty(),
                                Optional.empty()));

        assertThat(letters(plan)).isEqualTo("b");
    }

    @Test
    void providers_and_prompts_are_found_by_id_and_label() {
        Plan plan =
                Plans.plan(
                        new ConfigFolder(temporary),
                        "prompts: [{label: one, raw: A}, {id: two, label: x, raw: B}, C]\n"
                                + "providers: [echo, {id: 'openai:chat:m', label: big}]\n",
                        new Filters(
                                TestFilter.NONE,
                                Optional.of(Pattern.compile("^big$")),
                                Optional.of(Pattern.compile("one|two"))));

        assertThat(plan.providers()).extracting(PlannedProvider::label).containsExactly("big");
        assertThat(plan.prompts()).extracting(PlannedPrompt::raw).containsExactly("A", "B");
    }

    @Test
    void filters_that_leave_no_column_are_refused() {
        ConfigFolder folder = new ConfigFolder(temporary);
        Filters none =
                new Filters(
                        TestFilter.NONE, Optional.of(Pattern.compile("ghost")), Optional.empty());

        assertThat(
                        Plans.read(
                                folder,
                                ConfigFolder.HEAD,
                                Plans.overrides(Optional.empty(), none, "---")))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused ->
                                assertThat(refused.findings().toString())
                                        .contains("--filter-providers"));
    }

    @Test
    void the_command_line_takes_the_place_of_parts_and_adds_to_the_defaults() throws Exception {
        Path prompt = temporary.resolve("elsewhere.txt");
        java.nio.file.Files.writeString(prompt, "From {{q}}");
        Overrides overrides =
                new Overrides(
                        Optional.empty(),
                        Optional.of("why"),
                        List.of(prompt.toString()),
                        List.of("echo", "openai:chat:m"),
                        Optional.empty(),
                        Map.of("q", "cli", "d", "cli"),
                        Optional.of("<"),
                        Optional.empty(),
                        Optional.of("openai:chat:judge"),
                        Filters.NONE,
                        Environment.NONE);
        Plan plan = Plans.plan(new ConfigFolder(temporary.resolve("suite")), TESTS, overrides);

        assertThat(plan.description()).contains("why");
        assertThat(plan.prompts()).extracting(PlannedPrompt::raw).containsExactly("From {{q}}");
        assertThat(plan.providers()).hasSize(2);
        assertThat(plan.defaults().path("vars").toString())
                .isEqualTo("{\"d\":\"cli\",\"q\":\"cli\"}");
        assertThat(plan.defaults().path("options").toString())
                .isEqualTo("{\"prefix\":\"<\",\"provider\":\"openai:chat:judge\"}");
        assertThat(ConfigFolder.vars(plan).getFirst()).isEqualTo("{\"q\":\"a\"}");
    }

    @Test
    void what_promptfoo_takes_from_the_command_line_only_is_named_in_a_file() {
        assertThat(
                        new ConfigFolder(temporary)
                                .findings(
                                        ConfigFolder.HEAD
                                                + "commandLineOptions: {filterPattern: x, var: {a:"
                                                + " b}, repeat: 2}\n"))
                .extracting(Object::toString)
                .satisfiesExactly(
                        one -> assertThat(one).contains("yaml:3: 'filterPattern' is passed over"),
                        one -> assertThat(one).contains("yaml:3: 'var' is passed over"));
    }
}
