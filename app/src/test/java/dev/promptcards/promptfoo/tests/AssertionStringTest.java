package dev.promptcards.promptfoo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssertionStringTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Paris | {'type':'equals','value':'Paris'}",
                "equals:Paris | {'type':'equals','value':'Paris'}",
                "not-contains:x | {'type':'not-contains','value':'x'}",
                "contains : x | {'type':'equals','value':'contains : x'}",
                "unknown-kind:x | {'type':'equals','value':'unknown-kind:x'}",
                "contains-any: a, b ,c | {'type':'contains-any','value':['a','b','c']}",
                "is-json | {'type':'is-json'}",
                "not-is-json | {'type':'not-is-json'}",
                "levenshtein(3):abc | {'type':'levenshtein','value':'abc','threshold':3.0}",
                "levenshtein(0):abc | {'type':'levenshtein','value':'abc','threshold':0.0}",
                "similar(0.9):abc | {'type':'similar','value':'abc','threshold':0.9}",
                "similar:abc | {'type':'similar','value':'abc','threshold':0.8}",
                "similar:dot:abc | {'type':'similar:dot','value':'abc'}",
                "starts-with: ab | {'type':'starts-with','value':'ab','threshold':0.75}",
                "javascript: output.length | {'type':'javascript','value':'output.length'}",
                "fn:output === 1 | {'type':'javascript','value':'output === 1'}",
                "grade:be polite | {'type':'llm-rubric','value':'be polite'}",
                "grade | {'type':'equals','value':'grade'}",
                "python:len(output) | {'type':'python','value':'len(output)'}",
                "file://check.js | {'type':'javascript','value':'file://check.js'}",
                "file://check.js:fn | {'type':'equals','value':'file://check.js:fn'}",
                "regex:^a:b$ | {'type':'regex','value':'^a:b$'}",
            })
    void a_cell_is_short_for_an_assertion(String cell, String assertion) {
        assertThat(AssertionString.parse(cell).toString()).isEqualTo(assertion.replace('\'', '"'));
    }
}
