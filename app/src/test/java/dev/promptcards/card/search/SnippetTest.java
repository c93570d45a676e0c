package dev.promptcards.card.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.Collectors;

class SnippetTest {

    /// `<` and `>` stand for what the database puts around a match.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a <b> c         | [a ](b)[ c]",
                "<a><b>          | (a)(b)",
                "none            | [none]",
                "<all>           | (all)",
                "cut <off        | [cut ](off)",
                "''              | ''",
                "<>x             | [x]",
            })
    void a_headline_falls_into_pieces(String headline, String pieces) {
        var snippet = Snippet.of(headline.replace('<', Snippet.BEGIN).replace('>', Snippet.END));

        assertThat(
                        snippet.pieces().stream()
                                .map(it -> (it.match() ? "(%s)" : "[%s]").formatted(it.text()))
                                .collect(Collectors.joining()))
                .isEqualTo(pieces);
    }
}
