package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnChoicesTest {

    @ParameterizedTest
    @CsvSource({
        "echo, echo, true",
        "echo, echoes, false",
        "openai, openai:chat:m, true",
        "openai, openai-like, false",
        "openai:*, openai:chat:m, true",
        "open*, openai:chat:m, true",
        "*, anything, true",
        "o*i, openai, false",
        "chat, openai:chat:m, false",
    })
    void a_name_stands_for_itself_and_for_what_begins_with_it(
            String pattern, String name, boolean fits) {
        assertThat(ColumnChoices.matches(pattern, name)).isEqualTo(fits);
    }
}
