package dev.promptcards.provider.request;

import static dev.promptcards.provider.ProviderBeans.SCOPE;
import static dev.promptcards.provider.ProviderBeans.object;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.request;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.provider.FakeEndpoint;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.provider.Resolved.Misconfigured;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class WebhookTest {

    @Test
    void prompt_and_configuration_are_posted_and_the_output_is_read() {
        try (var endpoint = FakeEndpoint.answering(200, "{\"output\": \"there\"}")) {
            assertThat(call(endpoint, "{\"tag\": 1, \"timeoutMs\": 5000}"))
                    .isInstanceOfSatisfying(
                            Completed.class,
                            c -> assertThat(c.answer().output().asText()).isEqualTo("there"));
            var sent = endpoint.requests().getFirst();
            assertThat(sent.head()).startsWith("POST /v1/hook HTTP/1.1");
            assertThat(object(sent.body()))
                    .isEqualTo(object("{\"prompt\": \"hi\", \"config\": {\"tag\": 1}}"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"output\": 7}", "<html>", ""})
    void what_is_no_output_is_malformed(String body) {
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            assertThat(call(endpoint, "{}")).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void a_server_that_is_down_is_unavailable() {
        try (var endpoint = FakeEndpoint.answering(503, "{\"output\": \"x\"}")) {
            assertThat(call(endpoint, "{}")).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void without_a_url_it_is_misconfigured() {
        assertThat(
                        ProviderBeans.providers()
                                .resolve(
                                        ProviderBeans.WORKSPACE,
                                        spec("webhook:", "{}"),
                                        Map.of(),
                                        SCOPE))
                .isInstanceOf(Misconfigured.class);
    }

    private static ProviderResult call(FakeEndpoint endpoint, String config) {
        var spec = spec("webhook:" + endpoint.baseUrl() + "/hook", config);
        return ready(
                        ProviderBeans.providers()
                                .resolve(ProviderBeans.WORKSPACE, spec, Map.of(), SCOPE))
                .call(request("hi"));
    }
}
