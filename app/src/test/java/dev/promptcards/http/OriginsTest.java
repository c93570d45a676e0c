package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;

/// Whose address a request is counted and recorded under, with proxies in front and without.
class OriginsTest {

    private final Origins behind = new Origins("10.0.0.0/8, 192.0.2.7 ,fd00::/8");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # peer        | X-Forwarded-For                      | client
                    10.0.0.1      | 203.0.113.9                          | 203.0.113.9
                    192.0.2.7     | 203.0.113.9                          | 203.0.113.9
                    fd00::1       | 2001:db8::9                          | 2001:db8:0:0:0:0:0:9
                    10.0.0.1      | 2001:DB8::9                          | 2001:db8:0:0:0:0:0:9
                    10.0.0.1      | ::ffff:203.0.113.9                   | 203.0.113.9
                    ::ffff:10.0.0.1 | 203.0.113.9                        | 203.0.113.9
                    # What the client sent itself stands on the left.
                    10.0.0.1      | 198.51.100.1, 203.0.113.9            | 203.0.113.9
                    10.0.0.1      | 10.9.9.9, 203.0.113.9                | 203.0.113.9
                    10.0.0.1      | unknown, <script>, 203.0.113.9       | 203.0.113.9
                    # A chain of proxies.
                    10.0.0.1      | 203.0.113.9, 10.0.0.2                | 203.0.113.9
                    10.0.0.1      | 1.1.1.1,203.0.113.9,10.0.0.3,fd00::2 | 203.0.113.9
                    # From within the proxies' own network.
                    10.0.0.1      | 10.0.0.9, 10.0.0.2                   | 10.0.0.9
                    # With the client's port.
                    10.0.0.1      | 203.0.113.9:51234                    | 203.0.113.9
                    10.0.0.1      | [2001:db8::9]:51234                  | 2001:db8:0:0:0:0:0:9
                    10.0.0.1      | [2001:db8::9]                        | 2001:db8:0:0:0:0:0:9
                    # A peer that is no proxy says nothing of others.
                    203.0.113.5   | 198.51.100.1                         | 203.0.113.5
                    192.0.2.8     | 198.51.100.1                         | 192.0.2.8
                    11.0.0.1      | 198.51.100.1                         | 11.0.0.1
                    # No address: the proxy that wrote it is what is known.
                    10.0.0.1      | ''                                   | 10.0.0.1
                    10.0.0.1      | unknown                              | 10.0.0.1
                    10.0.0.1      | client.example.org                   | 10.0.0.1
                    10.0.0.1      | 203.0.113.9, ,                       | 10.0.0.1
                    10.0.0.1      | 203.0.113                            | 10.0.0.1
                    10.0.0.1      | 0x7f.1                               | 10.0.0.1
                    10.0.0.1      | 203.0.113.256                        | 10.0.0.1
                    10.0.0.1      | 2001:db8::9%eth0                     | 10.0.0.1
                    10.0.0.1      | [2001:db8::9                         | 10.0.0.1
                    10.0.0.1      | 203.0.113.9, 10.0.0.2, _hidden       | 10.0.0.1
                    """)
    void the_first_address_from_the_right_that_is_no_proxy_s_is_taken(
            String peer, String forwardedFor, String client) {
        assertThat(client(behind, peer, List.of(forwardedFor))).isEqualTo(client);
    }

    @Test
    void several_headers_are_one_list() {
        assertThat(client(behind, "10.0.0.1", List.of("198.51.100.1", "203.0.113.9, 10.0.0.2")))
                .isEqualTo("203.0.113.9");
        assertThat(client(behind, "10.0.0.1", List.of())).isEqualTo("10.0.0.1");
    }

    @Test
    void a_list_of_a_thousand_is_read_as_far_as_proxies_reach() {
        var spoofed = Collections.nCopies(1_000, "198.51.100.1, 10.9.9.9");

        assertThat(client(behind, "10.0.0.1", List.of(String.join(",", spoofed) + ",203.0.113.9")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void without_proxies_the_header_means_nothing() {
        assertThat(client(new Origins(""), "127.0.0.1", List.of("203.0.113.9")))
                .isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.internal", "10.0.0.0/33", "10/8", "10.0.0.0/x", "10.0.0.0/-1"})
    void a_setting_that_is_no_list_of_addresses_is_refused_by_name(String entry) {
        assertThatThrownBy(() -> new Origins("10.0.0.1," + entry))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("PROMPTCARDS_TRUSTED_PROXIES: `" + entry + "`");
    }

    private static String client(Origins origins, String peer, List<String> forwardedFor) {
        return origins.client(InetAddress.ofLiteral(peer), forwardedFor).getHostAddress();
    }
}
