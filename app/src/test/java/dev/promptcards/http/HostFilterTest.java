package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFilterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8080",
                "127.0.0.1",
                "127.1.2.3:65535",
                "[::1]",
                "[::1]:8080"
            })
    void this_machine_is_named_with_a_port_or_without(String host) {
        assertThat(HostFilter.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:",
                "localhost:80:80",
                "localhost.example.org",
                "example.org:127",
                "127.0.0.1.example.org",
                "[::2]",
                "::1",
                "localhost:80\n"
            })
    void every_other_name_is_anothers(String host) {
        assertThat(HostFilter.isLoopback(host)).isFalse();
    }
}
