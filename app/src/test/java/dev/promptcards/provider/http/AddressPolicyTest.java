package dev.promptcards.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.URI;

class AddressPolicyTest {

    private final AddressPolicy strict = new AddressPolicy(false, "");
    private final AddressPolicy local = new AddressPolicy(true, "");

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, PUBLIC",
        "2606:4700::1111, PUBLIC",
        "172.32.0.1, PUBLIC",
        "100.128.0.1, PUBLIC",
        "127.0.0.1, LOOPBACK",
        "127.255.0.9, LOOPBACK",
        "::1, LOOPBACK",
        "10.1.2.3, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.31.255.255, PRIVATE",
        "192.168.1.1, PRIVATE",
        "100.64.0.1, PRIVATE",
        "fd12::1, PRIVATE",
        "fec0::1, PRIVATE",
        "169.254.1.1, LINK_LOCAL",
        "fe80::1, LINK_LOCAL",
        "169.254.169.254, METADATA",
        "fd00:ec2::254, METADATA",
        "100.100.100.200, METADATA",
        "168.63.129.16, METADATA",
        "224.0.0.1, MULTICAST",
        "239.1.1.1, MULTICAST",
        "ff02::1, MULTICAST",
        "0.0.0.0, RESERVED",
        "0.1.2.3, RESERVED",
        "::, RESERVED",
        "255.255.255.255, RESERVED",
        "240.0.0.1, RESERVED",
        "198.18.0.1, RESERVED",
        "192.0.2.1, RESERVED",
        "2001:db8::1, RESERVED",
        // IPv4 inside IPv6: mapped, compatible, NAT64, 6to4, Teredo, translated.
        "::ffff:127.0.0.1, LOOPBACK",
        "::ffff:169.254.169.254, METADATA",
        "::10.0.0.1, TUNNEL",
        "64:ff9b::10.0.0.1, PRIVATE",
        "64:ff9b::8.8.8.8, PUBLIC",
        "2002:7f00:1::, TUNNEL",
        "2002:808:808::1, TUNNEL",
        "2001:0:4136:e378:8000:63bf:80ff:fffe, TUNNEL",
        "::ffff:0:127.0.0.1, TUNNEL",
        "64:ff9b:1::8.8.8.8, TUNNEL",
        "64:ff9b:1:7f::1, TUNNEL",
        "192.88.99.1, TUNNEL",
        "2001:2::1, RESERVED",
        "3fff::1, RESERVED",
        "2001:4860:4860::8888, PUBLIC",
    })
    void every_address_has_its_kind(String address, AddressKind kind) {
        assertThat(AddressKind.of(InetAddress.ofLiteral(address))).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "10.0.0.1", "::1", "169.254.169.254", "0.0.0.0", "fd00::1"})
    void what_only_this_machine_or_its_network_reaches_is_refused(String address) {
        assertThat(refused(strict, address)).isTrue();
    }

    @Test
    void a_public_address_is_allowed() {
        assertThat(refused(strict, "8.8.8.8")).isFalse();
    }

    @Test
    void a_local_server_calls_itself_and_nobody_else_inside() {
        assertThat(refused(local, "127.0.0.1")).isFalse();
        assertThat(refused(local, "::1")).isFalse();
        assertThat(refused(local, "192.168.0.9")).isTrue();
        assertThat(refused(local, "64:ff9b::127.0.0.1")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "true, 127.0.0.1, false",
        "true, localhost, false",
        "true, ::1, false",
        "true, 0.0.0.0, true",
        "true, 192.168.0.9, true",
        "true, '', true",
        "false, 127.0.0.1, true",
    })
    void the_loopback_is_allowed_to_an_embedded_server_that_only_this_machine_can_ask(
            boolean embedded, String bound, boolean refused) {
        var policy = new AddressPolicy(embedded, bound, "");
        assertThat(refused(policy, "127.0.0.1")).isEqualTo(refused);
    }

    @Test
    void an_entry_with_a_port_allows_no_other_port() {
        var policy = new AddressPolicy(false, "127.0.0.1:8000,[::1]:9000,llm.internal:7000");
        var loopback = InetAddress.ofLiteral("127.0.0.1");
        assertThat(policy.refusal("127.0.0.1", loopback, 8000)).isEmpty();
        assertThat(policy.refusal("127.0.0.1", loopback, 8001)).isPresent();
        assertThat(policy.refusal("::1", InetAddress.ofLiteral("::1"), 9000)).isEmpty();
        var inside = InetAddress.ofLiteral("10.0.0.7");
        assertThat(policy.refusal("LLM.internal.", inside, 7000)).isEmpty();
        assertThat(policy.refusal("llm.internal", inside, 7001)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "169.254.3.4", "0.0.0.0", "2002:a00:1::1"})
    void a_name_vouches_for_no_metadata_service_and_nothing_of_its_kind(String address) {
        var policy = new AddressPolicy(false, "llm.internal");
        assertThat(policy.refusal("llm.internal", InetAddress.ofLiteral(address), 80))
                .hasValueSatisfying(
                        refusal ->
                                assertThat(refusal)
                                        .endsWith(
                                                "PROMPTCARDS_ALLOW_ADDRESSES=" + address(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"169.254.169.254", "fd00:ec2::254", "169.254.0.1", "224.0.0.1", "0.0.0.0"})
    void a_local_server_does_not_call_metadata_link_local_multicast_or_nothing(String address) {
        assertThat(refused(local, address)).isTrue();
    }

    @Test
    void addresses_blocks_and_names_can_be_allowed() {
        var policy = new AddressPolicy(false, " 127.0.0.1, 10.2.0.0/16 ,fd00::/8, vLLM.internal,");
        assertThat(refused(policy, "127.0.0.1")).isFalse();
        assertThat(refused(policy, "127.0.0.2")).isTrue();
        assertThat(refused(policy, "10.2.255.1")).isFalse();
        assertThat(refused(policy, "10.3.0.1")).isTrue();
        assertThat(refused(policy, "fd11::1")).isFalse();
        var address = InetAddress.ofLiteral("192.168.7.7");
        assertThat(policy.refusal("vllm.internal", address, 80)).isEmpty();
        assertThat(policy.refusal("other.internal", address, 80)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1:99999", "10.0.0.0/99", "http://x", "a b", "1.2.3.4.5", "10/8"})
    void an_entry_that_is_none_is_named(String entry) {
        assertThatThrownBy(() -> new AddressPolicy(false, entry))
                .hasMessageContaining("PROMPTCARDS_ALLOW_ADDRESSES: \"" + entry + "\"");
    }

    @Test
    void a_refusal_names_host_address_reason_and_remedy() {
        assertThat(strict.refusal("db.internal", InetAddress.ofLiteral("10.0.0.5"), 80))
                .contains(
                        "db.internal (10.0.0.5) is a private address, which this server does not"
                                + " call. Whoever runs it can allow it with"
                                + " PROMPTCARDS_ALLOW_ADDRESSES=db.internal");
    }

    @Test
    void a_host_written_as_an_address_is_judged_before_it_is_connected_to() {
        assertThat(strict.refusal(URI.create("http://127.0.0.1"))).isPresent();
        assertThat(strict.refusal(URI.create("http://[::1]:80"))).isPresent();
        assertThat(strict.refusal(URI.create("https://8.8.8.8"))).isEmpty();
        assertThat(strict.refusal(URI.create("http://localhost"))).isEmpty();
    }

    private static String address(String literal) {
        return InetAddress.ofLiteral(literal).getHostAddress();
    }

    private static boolean refused(AddressPolicy policy, String address) {
        return policy.refusal(address, InetAddress.ofLiteral(address), 80).isPresent();
    }
}
