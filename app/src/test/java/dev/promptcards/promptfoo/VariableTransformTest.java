package dev.promptcards.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class VariableTransformTest {

    @TempDir Path folder;

    @Test
    void it_sees_the_lists_before_they_multiply_and_is_not_applied_again() {
        Plan plan =
                plan(
                        """
                        defaultTest: {options: {transformVars: '({never: 1})'}}
                        tests:
                          - vars: {q: [a, b]}
                            options: {transformVars: '({n: vars.q.length})'}
                        """);

        assertThat(ConfigFolder.vars(plan))
                .containsExactly("{\"q\":\"a\",\"n\":2}", "{\"q\":\"b\",\"n\":2}");
        assertThat(ConfigFolder.cases(plan))
                .allMatch(one -> one.contains("\"transformVars\":\"\""));
    }

    @Test
    void a_list_it_makes_multiplies() {
        Plan plan =
                plan(
                        """
                        defaultTest:
                          vars: {all: 'a,b'}
                          options: {transformVars: '({q: vars.all.split(",")})'}
                        tests: [{vars: {q: x}}]
                        """);

        assertThat(ConfigFolder.vars(plan))
                .containsExactly("{\"all\":\"a,b\",\"q\":\"a\"}", "{\"all\":\"a,b\",\"q\":\"b\"}");
    }

    @Test
    void where_no_list_is_about_it_is_left_to_the_run() {
        Plan plan = plan("tests: [{vars: {q: x}, options: {transformVars: '({q: vars.q + 1})'}}]");

        assertThat(ConfigFolder.vars(plan)).containsExactly("{\"q\":\"x\"}");
        assertThat(ConfigFolder.cases(plan)).allMatch(one -> one.contains("vars.q + 1"));
    }

    @Test
    void one_that_fails_over_lists_makes_its_cases_errors() {
        Plan plan =
                plan(
                        """
                        tests:
                          - vars: {q: [a, b]}
                            options: {transformVars: 'vars.none.length'}
                        """);

        assertThat(plan.check().findings())
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.place().line()).isEqualTo(5);
                            assertThat(finding.message()).contains("cannot be transformed");
                        });
        assertThat(ConfigFolder.cases(plan))
                .hasSize(2)
                .allMatch(one -> one.contains("\"unsupported\":"));
    }

    private Plan plan(String tests) {
        return new ConfigFolder(folder).plan(ConfigFolder.HEAD + tests);
    }
}
