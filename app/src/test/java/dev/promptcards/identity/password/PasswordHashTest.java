package dev.promptcards.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    private static final HashCost CHEAP = new HashCost(64, 1, 1);

    /// From `test.c` of the reference implementation (P-H-C/phc-winner-argon2).
    @Test
    void a_hash_of_the_reference_implementation_is_understood() {
        var stored =
                PasswordHash.parse(
                        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

        assertThat(stored.matches("password")).isTrue();
        assertThat(stored.matches("Password")).isFalse();
    }

    @Test
    void a_hash_matches_its_password_alone_and_no_two_are_the_same() {
        var one = PasswordHash.of("correct horse battery", CHEAP);
        var other = PasswordHash.of("correct horse battery", CHEAP);

        assertThat(PasswordHash.parse(one.phc()).matches("correct horse battery")).isTrue();
        assertThat(PasswordHash.parse(one.phc()).matches("correct horse batterz")).isFalse();
        assertThat(one.phc()).isNotEqualTo(other.phc()).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
    }

    @Test
    void the_same_letters_are_the_same_password_however_a_keyboard_writes_them() {
        var composed = PasswordHash.of("caf\u00e9 au lait \ufb01x", CHEAP);

        assertThat(composed.matches("cafe\u0301 au lait fix")).isTrue();
    }

    @Test
    void a_hash_tells_what_it_cost() {
        var hash = PasswordHash.of("correct horse battery", CHEAP);

        assertThat(hash.costs(CHEAP)).isTrue();
        assertThat(hash.costs(new HashCost(128, 1, 1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFh",
                "$argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHQ$CTFh",
                "$argon2id$v=19$m=64,t=1$c29tZXNhbHQ$CTFh",
                "$argon2id$v=19$m=99999999999,t=1,p=1$c29tZXNhbHQ$CTFh"
            })
    void what_is_no_hash_of_ours_is_none(String phc) {
        assertThatThrownBy(() -> PasswordHash.parse(phc))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
