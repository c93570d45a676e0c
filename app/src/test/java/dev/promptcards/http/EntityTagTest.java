package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class EntityTagTest {

    private final EntityTag tag = new EntityTag("r17");

    @ParameterizedTest
    @ValueSource(strings = {"\"r17\"", "*", "\"r1\", \"r17\"", " \"r17\" "})
    void a_change_of_the_state_named_is_let_through(String ifMatch) {
        assertThatCode(() -> tag.requireMatch(Optional.of(ifMatch))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"r16\"", "r17", "W/\"r17\"", "", "\"r17"})
    void a_change_of_another_state_is_refused(String ifMatch) {
        assertThatThrownBy(() -> tag.requireMatch(Optional.of(ifMatch)))
                .isInstanceOf(Problem.Stale.class)
                .hasMessageContaining("\"r17\"");
    }

    @Test
    void a_change_that_names_no_state_is_let_through() {
        assertThatCode(() -> tag.requireMatch(Optional.empty())).doesNotThrowAnyException();
    }

    @Test
    void a_state_is_known_under_its_weak_tag_too() {
        assertThat(tag.isKnown(Optional.of("W/\"r17\""))).isTrue();
        assertThat(tag.isKnown(Optional.of("\"r16\""))).isFalse();
        assertThat(tag.isKnown(Optional.empty())).isFalse();
    }
}
