package dev.promptcards.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlugTest {

    @ParameterizedTest
    @CsvSource({
        "Linux Terminal, linux-terminal",
        "'  `position` Interviewer! ', position-interviewer",
        "Crème brûlée, creme-brulee",
        "Straße nach Łódź, strasse-nach-lodz",
        "İstanbul ve Iğdır, istanbul-ve-igdir",
        "AI2sql SQL Model — Query, ai2sql-sql-model-query",
        "ﬁne ２０, fine-20",
        "Export, export-card",
        "---, card-cb3f91d5"
    })
    void a_title_suggests_a_slug(String title, String slug) {
        assertThat(Slug.of(title)).isEqualTo(slug);
    }

    @Test
    void a_title_in_another_script_gives_a_slug_that_stays_the_same() {
        assertThat(Slug.of("论文降重指南"))
                .matches("card-[0-9a-f]{8}")
                .isEqualTo(Slug.of("论文降重指南"))
                .isNotEqualTo(Slug.of("论文撰写指导"));
    }

    @Test
    void a_long_title_is_cut_at_a_word() {
        assertThat(Slug.of("word ".repeat(100))).hasSizeLessThanOrEqualTo(80).endsWith("word");
        assertThat(Slug.of("x".repeat(500))).hasSize(80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "A", "a b", "ä", "a/b", "a.b", "import", "export"})
    void what_is_no_slug_is_refused(String slug) {
        assertThatThrownBy(() -> Slug.require(slug))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("slug:");
    }
}
