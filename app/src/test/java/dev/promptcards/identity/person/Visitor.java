package dev.promptcards.identity.person;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.identity.Node;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;

/// Somebody at an address of their own, by which they can be found.
final class Visitor {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final URI server;
    private final String address;
    private final String agent;
    private final HttpClient http;
    private String cookie = "";
    private String csrf = "";

    Visitor(Node node) {
        int number = COUNT.incrementAndGet();
        this.server = node.url();
        this.address = "127.77." + number / 100 + "." + (100 + number % 100);
        this.agent = "Navigator of visitor " + number + ";";
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .localAddress(InetAddress.ofLiteral(address))
                        .build();
    }

    record Answer(int status, String text) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    String address() {
        return address;
    }

    String agent() {
        return agent;
    }

    Answer signIn(String email, String password) {
        var response =
                send(
                        "POST",
                        "/api/v1/auth/sign-in",
                        "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password),
                        "");
        response.headers()
                .firstValue("set-cookie")
                .ifPresent(it -> cookie = it.replaceFirst(";.*", ""));
        var answer = new Answer(response.statusCode(), response.body());
        csrf = answer.json().path("csrfToken").asText();
        return answer;
    }

    /// By the cookie.
    Answer ask(String method, String path, @Nullable String body) {
        var response = send(method, path, body, "");
        return new Answer(response.statusCode(), response.body());
    }

    /// By a key or token.
    Answer askWith(String credential, String method, String path, @Nullable String body) {
        var response = send(method, path, body, credential);
        return new Answer(response.statusCode(), response.body());
    }

    private HttpResponse<String> send(
            String method, String path, @Nullable String body, String credential) {
        var request =
                HttpRequest.newBuilder(server.resolve(path))
                        .header("User-Agent", agent)
                        .header("Content-Type", "application/json")
                        .header("Origin", server.toString())
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (!credential.isEmpty()) {
            request.header("Authorization", "Bearer " + credential);
        } else if (!cookie.isEmpty()) {
            request.header("Cookie", cookie).header("X-CSRF-Token", csrf);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
