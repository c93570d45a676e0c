package dev.promptcards.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.TestServers;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;

/// Lets keys and tokens through all they go through, with everything logged that can be.
class SecretsNowhereTest {

    private static final String TOKEN = "/api/v1/auth/token";

    @Test
    void no_key_and_no_token_is_logged() {
        var logger = (Logger) LoggerFactory.getLogger("dev.promptcards");
        var statements = (Logger) LoggerFactory.getLogger("org.jdbi");
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        List.of(logger, statements)
                .forEach(
                        it -> {
                            it.setLevel(Level.TRACE);
                            it.setAdditive(false);
                            it.addAppender(lines);
                        });
        List<String> secrets;
        try (var node = DrivenNode.start()) {
            secrets = use(node);
        } finally {
            List.of(logger, statements)
                    .forEach(
                            it -> {
                                it.setLevel(null);
                                it.setAdditive(true);
                                it.detachAppender(lines);
                            });
        }

        var logged = List.copyOf(lines.list).stream().map(ILoggingEvent::toString).toList();
        assertThat(logged).anyMatch(line -> line.contains("/api/v1/auth/token"));
        assertThat(secrets).hasSize(6);
        assertThat(logged).noneMatch(line -> secrets.stream().anyMatch(line::contains));
    }

    private static List<String> use(DrivenNode node) {
        var secrets = new ArrayList<String>();
        var workspace = TestServers.workspace();
        var owner = SomePeople.member(workspace, "owner");
        var keys = "/api/v1/workspaces/w-" + workspace + "/keys";
        var key =
                node.send(owner, "POST", keys, "{\"name\": \"k\", \"scopes\": [\"key.manage\"]}")
                        .json()
                        .path("key")
                        .asText();
        secrets.add(secret(key));
        node.with(key).get(keys);
        node.with(key.substring(1)).get(keys);
        node.with(key + "x").get(keys);

        var first = node.signIn(owner);
        var renewed = renew(node, first);
        renew(node, renewed);
        renew(node, first);
        for (var pair : List.of(first, renewed)) {
            secrets.add(secret(pair.path("accessToken").asText()));
            secrets.add(secret(pair.path("refreshToken").asText()));
        }
        node.with(first.path("accessToken").asText()).get("/api/v1/me/tokens");
        var begun =
                node.with(null).send("POST", "/api/v1/auth/device", "{\"client\": \"t\"}").json();
        secrets.add(secret(begun.path("deviceCode").asText()));
        node.with(null)
                .send(
                        "POST",
                        TOKEN,
                        "{\"grantType\": \"device_code\", \"deviceCode\": \"%s\"}"
                                .formatted(begun.path("deviceCode").asText()));
        return secrets;
    }

    private static JsonNode renew(DrivenNode node, JsonNode tokens) {
        return node.with(null)
                .send(
                        "POST",
                        TOKEN,
                        "{\"grantType\": \"refresh_token\", \"refreshToken\": \"%s\"}"
                                .formatted(tokens.path("refreshToken").asText()))
                .json();
    }

    private static String secret(String word) {
        return word.split("_")[2];
    }
}
