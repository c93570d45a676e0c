package dev.promptcards.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.provider.FakeEndpoint;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Providers;
import dev.promptcards.provider.Resolved;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// Nothing this server calls leads it inside, however that is written. Real sockets listen there
/// and count.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InsideTest {

    /// Names under `test` are at the loopback, or wherever the test says.
    private static final class Names extends HostNames {
        private final AtomicInteger asked = new AtomicInteger();
        private final IntFunction<String> answer;

        Names(IntFunction<String> answer) {
            this.answer = answer;
        }

        @Override
        InetAddress[] addresses(String host) throws UnknownHostException {
            String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
            return name.endsWith(".test") || name.endsWith("localhost")
                    ? new InetAddress[] {
                        InetAddress.ofLiteral(answer.apply(asked.incrementAndGet()))
                    }
                    : super.addresses(host);
        }
    }

    private Sockets inside;
    private ApplicationContext strict;

    @BeforeAll
    void listen() throws IOException {
        inside = Sockets.listening();
        strict = start(Map.of(), new Names(_ -> "127.0.0.1"));
    }

    @AfterAll
    void close() throws IOException {
        strict.close();
        inside.close();
    }

    @Test
    void there_are_at_least_two_hundred_spellings() {
        assertThat(InsideSpellings.hosts()).hasSizeGreaterThan(200);
    }

    @ParameterizedTest
    @MethodSource("dev.promptcards.provider.http.InsideSpellings#hosts")
    void a_base_url_that_leads_inside_is_refused(String host) {
        String url = "http://" + host + ":" + inside.port() + "/v1";
        assertRefused(host, called(strict, "openai:chat:m", "apiBaseUrl", url));
    }

    @ParameterizedTest
    @MethodSource("dev.promptcards.provider.http.InsideSpellings#hosts")
    void an_endpoint_of_an_authors_own_that_leads_inside_is_refused(String host) {
        String url = "http://" + host + ":" + inside.port() + "/v1";
        assertRefused(host, called(strict, "http", "url", url));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_not_followed(int status) {
        String target = "http://127.0.0.1:" + inside.port() + "/";
        try (var outside = FakeEndpoint.answering(status, "{}", "Location: " + target);
                var context = allowing("127.0.0.1:" + outside.port())) {
            called(context, "openai:chat:m", "apiBaseUrl", outside.baseUrl());
            called(context, "http", "url", outside.baseUrl());
            assertThat(outside.requests()).hasSize(2);
        }
        assertThat(inside.accepted()).isZero();
    }

    @Test
    void a_name_that_resolves_to_another_address_the_second_time_gains_nothing() {
        try (var outside = FakeEndpoint.answering(200, "{}", "Connection: close");
                var context =
                        start(
                                Map.of(
                                        "promptcards.allow-addresses",
                                        "127.0.0.1:" + outside.port()),
                                new Names(n -> n % 2 == 1 ? "127.0.0.1" : "169.254.169.254"))) {
            String url = "http://rebind.test:" + outside.port() + "/";
            called(context, "http", "url", url);
            assertThat(called(context, "http", "url", url))
                    .contains("rebind.test (169.254.169.254)", "PROMPTCARDS_ALLOW_ADDRESSES");
            assertThat(outside.requests()).hasSize(1);
        }
    }

    @Test
    void a_name_that_is_inside_every_other_time_is_never_connected_to_there() {
        try (var outside = FakeEndpoint.answering(200, "{}", "Connection: close");
                var context =
                        start(
                                Map.of("promptcards.allow-addresses", "127.0.0.9"),
                                new Names(n -> n % 2 == 0 ? "127.0.0.9" : "127.0.0.1"))) {
            for (int i = 0; i < 10; i++) {
                called(context, "http", "url", "http://flip.test:" + inside.port() + "/");
            }
            assertThat(outside.connections()).isZero();
        }
        assertThat(inside.accepted()).isZero();
    }

    @Test
    void a_proxy_of_the_environment_plays_no_part() {
        var names = List.of("http.proxyHost", "http.proxyPort", "socksProxyHost", "socksProxyPort");
        try (var outside = FakeEndpoint.answering(200, "{}")) {
            System.setProperty("http.proxyHost", "127.0.0.1");
            System.setProperty("http.proxyPort", String.valueOf(inside.port()));
            System.setProperty("http.nonProxyHosts", "");
            System.setProperty("socksProxyHost", "127.0.0.1");
            System.setProperty("socksProxyPort", String.valueOf(inside.port()));
            try (var context = allowing("127.0.0.1:" + outside.port())) {
                called(context, "http", "url", outside.baseUrl());
            }
            assertThat(outside.requests()).hasSize(1);
        } finally {
            names.forEach(System::clearProperty);
            System.clearProperty("http.nonProxyHosts");
        }
        assertThat(inside.accepted()).isZero();
    }

    @Test
    void the_sockets_do_count() throws IOException {
        try (var probed = Sockets.listening();
                var context = allowing("127.0.0.0/8,::1")) {
            called(context, "http", "url", "http://127.0.0.1:" + probed.port() + "/");
            called(context, "http", "url", "http://[::1]:" + probed.port() + "/");
            assertThat(probed.accepted()).isEqualTo(2);
        }
    }

    private void assertRefused(String host, String refusal) {
        assertThat(refusal)
                .satisfiesAnyOf(
                        text ->
                                assertThat(text)
                                        .contains("PROMPTCARDS_ALLOW_ADDRESSES")
                                        .containsIgnoringCase(host.replaceAll("^\\[|]$", "")),
                        text ->
                                assertThat(text)
                                        .contains("PROMPTCARDS_ALLOW_ADDRESSES")
                                        .containsAnyOf("%", shown(host)),
                        text -> assertThat(text).containsAnyOf("holds a password", "URL is none"));
        assertThat(inside.accepted()).as(refusal).isZero();
    }

    /// As it is shown once it has been read.
    private static String shown(String host) {
        try {
            return InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")).getHostAddress();
        } catch (IllegalArgumentException e) {
            return host;
        }
    }

    /// What came of a call, in words.
    private static String called(ApplicationContext in, String id, String key, String url) {
        var config = JsonNodeFactory.instance.objectNode().put(key, url).put("apiKey", "k");
        var spec = new ProviderSpec(id, Optional.empty(), config.put("timeoutMs", 5_000));
        var resolved =
                in.getBean(Providers.class)
                        .resolve(ProviderBeans.WORKSPACE, spec, Map.of(), ProviderBeans.SCOPE);
        return switch (resolved) {
            case Resolved.Ready(Provider provider) -> words(provider);
            case Resolved.Misconfigured(String reason) -> reason;
            case Resolved.Unsupported(String reason) -> reason;
        };
    }

    private static String words(Provider provider) {
        return switch (provider.call(ProviderBeans.request("hi"))) {
            case ProviderResult.Rejected(_, String message) -> message;
            case ProviderResult other -> other.toString();
        };
    }

    private static ApplicationContext allowing(String addresses) {
        return start(Map.of("promptcards.allow-addresses", addresses), new Names(_ -> "127.0.0.1"));
    }

    private static ApplicationContext start(Map<String, Object> properties, Names names) {
        return ProviderBeans.start(
                properties,
                List.of(
                        RuntimeBeanDefinition.builder(HostNames.class, () -> names)
                                .singleton(true)
                                .replaces(HostNames.class)
                                .build()));
    }
}
