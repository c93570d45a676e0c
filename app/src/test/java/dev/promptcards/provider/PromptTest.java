package dev.promptcards.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {

    @Test
    void a_list_of_messages_is_a_chat_and_keeps_its_text() {
        String rendered = " [ {\"role\":\"user\", \"content\":\"hi\"} ]\n";
        assertThat(Prompt.of(rendered))
                .isInstanceOfSatisfying(
                        Prompt.Chat.class,
                        chat -> {
                            assertThat(chat.messages().path(0).path("content").asText())
                                    .isEqualTo("hi");
                            assertThat(chat.asText()).isEqualTo(rendered);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hi",
                "42",
                "[]",
                "[1, 2]",
                "[INST] do it [/INST]",
                "{\"role\": \"user\"}",
                "[{\"content\": \"no role\"}]",
                "[{\"role\": \"user\", \"content\": \"unfinished",
            })
    void anything_else_is_a_text(String rendered) {
        assertThat(Prompt.of(rendered)).isEqualTo(new Prompt.Text(rendered));
    }

    @Test
    void messages_made_without_a_text_read_as_javascript_would_write_them() {
        var list =
                ProviderBeans.object(
                                "{\"m\": [{\"role\": \"user\", \"content\": [], \"x\": {}, \"n\":"
                                        + " [1, 2]}]}")
                        .withArray("m");
        assertThat(new Prompt.Chat(list).asText())
                .isEqualTo(
                        """
                        [
                          {
                            "role": "user",
                            "content": [],
                            "x": {},
                            "n": [
                              1,
                              2
                            ]
                          }
                        ]\
                        """);
    }
}
