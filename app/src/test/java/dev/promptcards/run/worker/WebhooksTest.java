package dev.promptcards.run.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.assertion.judge.Judge.Reply;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.http.AddressPolicy;
import dev.promptcards.provider.http.InsideSpellings;
import dev.promptcards.provider.http.ProviderHttp;
import dev.promptcards.provider.http.Sockets;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

class WebhooksTest {

    @Test
    void a_webhook_that_leads_inside_is_not_called_however_it_is_written() throws IOException {
        var json = new ObjectMapper();
        try (var inside = Sockets.listening();
                var context = ProviderBeans.start(Map.of())) {
            var webhooks =
                    new Webhooks(
                            context.getBean(ProviderHttp.class),
                            context.getBean(AddressPolicy.class),
                            json);
            for (var host : InsideSpellings.hosts()) {
                // Names are another test's: here they would be looked up.
                if (host.contains(".test")) {
                    continue;
                }
                var url = "http://" + host + ":" + inside.port() + "/hook";
                assertThat(webhooks.post(url, json.createObjectNode(), Duration.ofSeconds(5)))
                        .as(host)
                        .isInstanceOf(Reply.Failed.class);
            }
            assertThat(inside.accepted()).isZero();
        }
    }
}
