package dev.promptcards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A plain HTTP client for tests that speak to a real server as any client does.
public final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final @Nullable String token;

    /// The token of servers in tests, which lets in whoever shows it.
    public static final String LOCAL_TOKEN = "local-token-of-tests";

    /// Calls as a command on the server's machine does.
    public Api(URI server) {
        this(server, LOCAL_TOKEN);
    }

    /// @param token sent with each request; null for none
    public Api(URI server, @Nullable String token) {
        this.server = server;
        this.token = token;
    }

    /// An answer; `headers` have lower-case names.
    public record Answer(int status, Map<String, List<String>> headers, String text) {

        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + text, e);
            }
        }

        public String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    /// Sends a JSON text, or no body where it is null. `headers` are names and values in turn.
    public Answer send(String method, String path, @Nullable String body, String... headers) {
        return exchange(
                method,
                path,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
                headers.length > 0 && headers[0].equals("Content-Type")
                        ? headers
                        : with(headers, "Content-Type", "application/json"));
    }

    public Answer stream(String method, String path, InputStream body, String contentType) {
        return exchange(
                method,
                path,
                BodyPublishers.ofInputStream(() -> body),
                "Content-Type",
                contentType);
    }

    private Answer exchange(String method, String path, BodyPublisher body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(server + path)).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var response =
                    client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String[] with(String[] headers, String name, String value) {
        var all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = name;
        all[headers.length + 1] = value;
        return all;
    }
}
