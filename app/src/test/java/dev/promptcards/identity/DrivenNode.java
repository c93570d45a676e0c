package dev.promptcards.identity;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.TestServers;
import dev.promptcards.tenancy.UserId;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// A server of its own on the shared database, whose time is driven by hand. Two of them are two
/// nodes.
public final class DrivenNode implements AutoCloseable {

    static final String HAND_DRIVEN = "tests.hand-driven";
    static final String PERSON = "X-Test-Person";

    private final EmbeddedServer server;

    private DrivenNode(EmbeddedServer server) {
        this.server = server;
    }

    public static DrivenNode start() {
        Map<String, Object> properties = new HashMap<>(TestServers.properties());
        properties.put(HAND_DRIVEN, "true");
        properties.put("micronaut.server.port", "-1");
        return new DrivenNode(ApplicationContext.run(EmbeddedServer.class, properties));
    }

    public URI url() {
        return server.getURI();
    }

    public <T> T bean(Class<T> type) {
        return server.getApplicationContext().getBean(type);
    }

    public void advance(Duration time) {
        bean(DrivenTime.class).advance(time);
    }

    /// Calls as a command on this machine.
    public Api local() {
        return new Api(server.getURI());
    }

    /// Calls with a key or token, or nothing.
    public Api with(@Nullable String credential) {
        return new Api(server.getURI(), credential);
    }

    /// Reads as somebody at a browser.
    public Api.Answer get(UserId person, String path) {
        return with(null).get(path, PERSON, person.toString());
    }

    /// Does something as somebody at a browser.
    public Api.Answer send(UserId person, String method, String path, @Nullable String body) {
        return with(null)
                .send(
                        method,
                        path,
                        body,
                        "Content-Type",
                        "application/json",
                        PERSON,
                        person.toString());
    }

    /// Signs a program in as `person`, and returns its tokens.
    public JsonNode signIn(UserId person) {
        var begun = with(null).send("POST", "/api/v1/auth/device", "{\"client\": \"test\"}").json();
        send(
                person,
                "POST",
                "/api/v1/me/device",
                "{\"userCode\": \"%s\", \"approve\": true}"
                        .formatted(begun.path("userCode").asText()));
        return with(null)
                .send(
                        "POST",
                        "/api/v1/auth/token",
                        "{\"grantType\": \"device_code\", \"deviceCode\": \"%s\"}"
                                .formatted(begun.path("deviceCode").asText()))
                .json();
    }

    @Override
    public void close() {
        server.close();
    }
}
