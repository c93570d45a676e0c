package dev.promptcards.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class DatabaseUrlTest {

    private static final Map<String, String> PLAIN = Map.of("sslmode", "disable");

    @Test
    void all_parts_are_read() {
        assertThat(parse("postgres://ann:secret@db.example.com:6543/cards?sslmode=disable"))
                .isEqualTo(
                        new DatabaseUrl("db.example.com", 6543, "cards", "ann", "secret", PLAIN));
    }

    @Test
    void port_database_and_password_may_be_left_out() {
        assertThat(parse("postgresql://ann@localhost"))
                .isEqualTo(new DatabaseUrl("localhost", 5432, "ann", "ann", "", PLAIN));
    }

    @Test
    void percent_encoding_is_decoded_in_every_part_and_a_plus_stays_a_plus() {
        DatabaseUrl url = parse("postgres://a%40b:p%2Fw%3A%C3%A9+%25@localhost/my%20cards");
        assertThat(url.user()).isEqualTo("a@b");
        assertThat(url.password()).isEqualTo("p/w:é+%");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://localhost:5432/my%20cards");
    }

    @Test
    void an_ipv6_address_stands_in_brackets() {
        DatabaseUrl url = parse("postgres://ann:secret@[::1]:6543/cards");
        assertThat(url.host()).isEqualTo("::1");
        assertThat(url.port()).isEqualTo(6543);
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:6543/cards");
    }

    @Test
    void names_of_libpq_become_names_of_the_driver() {
        assertThat(
                        parse("postgres://ann@localhost/c?application_name=x%20y&connect_timeout=5")
                                .parameters())
                .containsEntry("ApplicationName", "x y")
                .containsEntry("connectTimeout", "5");
    }

    @ParameterizedTest(name = "{0}{1} is {2}, trust of the JDK: {3}")
    @CsvSource(
            textBlock =
                    """
                    localhost,      '',                                     disable,     false
                    127.0.0.1,      '',                                     disable,     false
                    [::1],          '',                                     disable,     false
                    db.example.com, '',                                     verify-full, true
                    10.0.0.1,       '',                                     verify-full, true
                    db.example.com, ?sslmode=disable,                       disable,     false
                    db.example.com, ?sslmode=require,                       verify-full, true
                    db.example.com, ?sslmode=verify-ca,                     verify-full, true
                    db.example.com, ?sslmode=verify-full,                   verify-full, true
                    localhost,      ?sslmode=require,                       verify-full, true
                    db.example.com, ?sslmode=require&sslrootcert=system,    verify-full, true
                    db.example.com, ?sslmode=require&sslrootcert=/ca.pem,   verify-full, false
                    db.example.com, ?sslmode=verify-ca&sslrootcert=/ca.pem, verify-ca,   false
                    """)
    void tls_is_verified_or_not_used(String host, String query, String mode, boolean trustOfJdk) {
        Map<String, String> parameters =
                parse("postgres://a:b@" + host + "/c" + query).parameters();
        assertThat(parameters).containsEntry("sslmode", mode);
        assertThat(parameters.containsKey("sslfactory")).isEqualTo(trustOfJdk);
    }

    @ParameterizedTest(name = "\"{0}\" {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    mysql://a:secret@h/c                 | does not begin with postgres://
                    ''                                   | does not begin with postgres://
                    postgres://h:5432/c                  | names no user
                    postgres://:secret@h/c               | names no user
                    postgres://a:secret@/c               | names no host
                    postgres://a:secret@h1:1,h2:2/c      | names several hosts
                    postgres://a:secret@::1:5432/c       | stands in [ ]
                    postgres://a:secret@[::1/c           | does not close it
                    postgres://a:secret@h:99999/c        | has no port number
                    postgres://a:sec/ret@h:5432/c        | names no user
                    postgres://a:secret%4@h/c            | two hexadecimal digits
                    postgres://a:secret%ff@h/c           | not UTF-8
                    postgres://a:secret@h/c?sslmode      | without a value
                    postgres://a:secret@h/c?sslmode=on   | unknown sslmode
                    postgres://a:secret@h/c?sslmode=prefer | accepts any server
                    postgres://a:secret@h/c?sslmode=allow  | accepts any server
                    postgres://a:secret@h/c?colour=red   | unknown parameter colour
                    """)
    void what_is_wrong_is_said_without_the_password(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageStartingWith("DATABASE_URL ")
                .hasMessageContaining(message)
                .hasMessageContaining("postgres://user:password@host:5432/database")
                .message()
                .doesNotContain("secret", "sec/ret");
    }

    @Test
    void the_password_is_shown_only_when_asked_for() {
        DatabaseUrl url = parse("postgres://ann:s%3Acret@localhost:5432/cards");
        assertThat(url).hasToString("postgres://ann@localhost:5432/cards?sslmode=disable");
        assertThat(url.reveal())
                .isEqualTo("postgres://ann:s%3Acret@localhost:5432/cards?sslmode=disable");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://a:p%40%20w@db.example.com/c?application_name=x&connect_timeout=3",
        "postgres://a:b@db.example.com/c?sslmode=verify-ca&sslrootcert=/ca.pem",
        "postgres://a@[fe80::1]:1/c?sslmode=require",
    })
    void what_is_revealed_reads_back_the_same(String text) {
        DatabaseUrl url = parse(text);
        assertThat(parse(url.reveal())).isEqualTo(url);
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() {
        assertThatThrownBy(() -> parse("postgres://ann:secret@localhost:1/cards").connect())
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining("postgres://ann@localhost:1/cards")
                .message()
                .doesNotContain("secret");
    }

    private static DatabaseUrl parse(String text) {
        return DatabaseUrl.parse("DATABASE_URL", text);
    }
}
