package dev.promptcards.identity.credential;

import static dev.promptcards.identity.credential.Credential.Kind.ACCESS_TOKEN;
import static dev.promptcards.identity.credential.Credential.Kind.API_KEY;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.tenancy.NewId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.UUID;

class CredentialTest {

    private static final Credential KEY = Credential.mint(API_KEY, NewId.next());

    @Test
    void what_is_written_is_read_again() {
        assertThat(KEY.word()).matches("pck_[0-9A-Za-z]{22}_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}");
        assertThat(Credential.of(API_KEY, KEY.word())).contains(KEY);
        assertThat(KEY.word()).startsWith(KEY.prefix());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                "80000000-0000-0000-8000-000000000001"
            })
    void every_id_has_a_word(String id) {
        var key = Credential.mint(API_KEY, UUID.fromString(id));

        assertThat(Credential.of(API_KEY, key.word())).contains(key);
    }

    @Test
    void a_mistyped_letter_is_found_wherever_it_is() {
        for (int i = 0; i < KEY.word().length(); i++) {
            char other = KEY.word().charAt(i) == 'a' ? 'b' : 'a';
            var word = KEY.word().substring(0, i) + other + KEY.word().substring(i + 1);
            assertThat(Credential.of(API_KEY, word)).as(word).isEmpty();
        }
    }

    @Test
    void a_cut_or_longer_word_is_none() {
        for (int i = 0; i < KEY.word().length(); i++) {
            assertThat(Credential.of(API_KEY, KEY.word().substring(0, i))).isEmpty();
        }
        assertThat(Credential.of(API_KEY, KEY.word() + "0")).isEmpty();
    }

    @Test
    void an_id_beyond_all_ids_is_none() {
        var word = "pck_" + "z".repeat(22) + "_" + KEY.secret();

        assertThat(Credential.of(API_KEY, word + "_" + Base62.check(word))).isEmpty();
    }

    @Test
    void one_kind_is_not_the_other() {
        var token = Credential.mint(ACCESS_TOKEN, KEY.id());

        assertThat(Credential.of(API_KEY, token.word())).isEmpty();
        assertThat(API_KEY.marks(token.word())).isFalse();
    }

    @Test
    void two_of_one_id_differ() {
        var other = Credential.mint(API_KEY, KEY.id());

        assertThat(other.matches(KEY.hash())).isFalse();
        assertThat(KEY.matches(KEY.hash())).isTrue();
    }

    @Test
    void in_a_log_it_would_tell_no_secret() {
        assertThat(KEY.toString()).doesNotContain(KEY.secret()).startsWith("pck_");
    }
}
