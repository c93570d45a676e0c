package dev.promptcards.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

class AssertionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'type': 'equals'}           | "assert" must be a list of assertions
                    'contains: x'                | "assert" must be a list of assertions
                    ['contains: x']              | An assertion must be an object with a "type"
                    [null]                       | An assertion must be an object with a "type"
                    [[]]                         | An assertion must be an object with a "type"
                    [{'value': 'x'}]             | An assertion must be an object with a "type"
                    [{'type': 7}]                | An assertion must be an object with a "type"
                    [{'type': 'nonsense'}]       | Unknown assertion type: nonsense
                    [{'type': 'not-'}]           | Unknown assertion type: not-
                    [{'type': 'not-not-equals'}] | Unknown assertion type: not-not-equals
                    [{'type': 'not-assert-set'}] | Unknown assertion type: not-assert-set
                    [{'type': 'nonsense', 'value': '{{x}}'}]                  | Unknown assertion type: nonsense
                    [{'type': 'python', 'value': 'x'}]                        | Unsupported assertion type: python. It needs a process of its own. Write it as "javascript", or run it behind a "webhook" assertion.
                    [{'type': 'assert-set'}]                                  | "assert-set" must have a list of assertions as "assert"
                    [{'type': 'assert-set', 'assert': [{'type': 'x'}]}]       | Unknown assertion type: x
                    [{'type': 'equals', 'value': 'x', 'weight': -1}]          | "weight" must be a number from 0 upwards
                    [{'type': 'equals', 'value': 'x', 'weight': '2'}]         | "weight" must be a number from 0 upwards
                    [{'type': 'equals', 'value': 'x', 'threshold': 'high'}]   | "threshold" must be a number
                    [{'type': 'equals', 'value': 'x', 'metric': 3}]           | "metric" must be a text
                    [{'type': 'equals', 'value': 'x', 'transform': {}}]       | "transform" must be code as a text, or a script
                    [{'type': 'equals', 'transform': 'file://x.js'}]          | "transform" must be code as a text, or a script
                    [{'type': 'javascript', 'value': 'file://x.js'}]          | "value" must be the content of the file it names
                    """)
    void what_cannot_be_read_is_a_check_with_a_fault(String written, String fault) {
        List<Check> checks = Assertions.parse(Workbench.json(written));

        assertThat(checks).hasSize(1);
        assertThat(checks.get(0).fault()).contains(fault);
    }

    @Test
    void nothing_written_is_nothing_asked() {
        assertThat(Assertions.parse(MissingNode.getInstance())).isEmpty();
        assertThat(Assertions.parse(Workbench.json("null"))).isEmpty();
        assertThat(Assertions.parse(Workbench.json("[]"))).isEmpty();
    }

    @Test
    void members_written_as_null_are_as_good_as_absent() {
        List<Check> checks =
                Assertions.parse(
                        Workbench.json(
                                """
                                [{'type': 'contains', 'value': 'x', 'weight': null, 'threshold': null,
                                  'metric': null, 'transform': null, 'config': null}]
                                """));

        Check check = checks.get(0);
        assertThat(check.fault()).isEmpty();
        assertThat(check.terms().weight()).isEqualTo(1);
        assertThat(check.terms().metric()).isEqualTo(Optional.empty());
        assertThat(check.terms().transform()).isEqualTo(Optional.empty());
    }

    @Test
    void what_is_stored_of_a_grade_names_type_verdict_and_the_assertion_as_written() {
        try (Workbench bench = new Workbench()) {
            Grade grade =
                    bench.grade(
                            """
                            [{'type': 'not-contains', 'value': 'a', 'weight': 2, 'metric': 'm'},
                             {'type': 'latency'}]
                            """,
                            "abc");

            assertThat(Verdicts.json(grade))
                    .isEqualTo(
                            Workbench.json(
                                    """
                                    [{'type': 'not-contains', 'pass': false, 'score': 0.0,
                                      'reason': 'Expected output to not contain \\"a\\"', 'weight': 2.0,
                                      'metric': 'm',
                                      'assertion': {'type': 'not-contains', 'value': 'a', 'weight': 2,
                                                    'metric': 'm'}},
                                     {'type': 'latency', 'pass': false, 'score': 0.0,
                                      'reason': '\\"latency\\" assertion type needs a threshold',
                                      'weight': 1.0, 'error': true, 'assertion': {'type': 'latency'}}]
                                    """));
        }
    }
}
