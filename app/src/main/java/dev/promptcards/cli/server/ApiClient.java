package dev.promptcards.cli.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// A client of a server's HTTP interface: JSON in, JSON out, an answer that is no success as a
/// [Refusal] in the server's own words.
public final class ApiClient implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);
    private static final Duration LIVENESS_LIMIT = Duration.ofSeconds(5);
    private static final int FIRST_ERROR = 400;
    private static final int UNAUTHENTICATED = 401;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_LIMIT)
                    .build();
    private final URI server;
    private final Access access;

    /// A client that shows `token` with every request.
    public ApiClient(URI server, String token) {
        this(server, Access.shown(token, ""));
    }

    /// A client that shows with every request what lets it in then.
    public ApiClient(URI server, Access access) {
        this.server = server;
        this.access = access;
    }

    /// Whether a server lives at `url`.
    static boolean answers(URI url) {
        try (ApiClient client = new ApiClient(url, "")) {
            HttpRequest question =
                    client.request("/health/liveness").timeout(LIVENESS_LIMIT).build();
            return client.http.send(question, BodyHandlers.discarding()).statusCode() < FIRST_ERROR;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Reads a resource.
    ///
    /// @param path with its query, from the root: `/api/v1/…`
    public JsonNode get(String path) {
        return json(request(path).GET());
    }

    /// Removes a resource.
    public void delete(String path) {
        json(request(path).DELETE());
    }

    /// Makes a resource, or replaces it.
    public JsonNode put(String path, JsonNode body) {
        return json(
                request(path)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body.toString())));
    }

    /// Changes a resource: what the body names.
    public JsonNode patch(String path, JsonNode body) {
        return json(
                request(path)
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString(body.toString())));
    }

    /// Sends JSON and returns the answer; a missing node when it has no body.
    public JsonNode post(String path, JsonNode body) {
        return post(path, body, Map.of());
    }

    /// As above, with headers (`Idempotency-Key`, `If-Match`).
    public JsonNode post(String path, JsonNode body, Map<String, String> headers) {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()));
        headers.forEach(request::header);
        return json(request);
    }

    /// Sends a body as it comes, never held whole. Takes as long as it takes.
    public JsonNode upload(String path, String contentType, BodyPublisher body) {
        return read(send(request(path).header("Content-Type", contentType).POST(body)));
    }

    /// Opens an answer that is read while it is written: pages of lines, server-sent events. Close
    /// it.
    public InputStream open(String path, String accept) {
        return send(request(path).header("Accept", accept).GET()).body();
    }

    /// Asks whatever [#request] made, within two minutes.
    public JsonNode json(HttpRequest.Builder request) {
        return read(send(request.timeout(ANSWER_LIMIT)));
    }

    /// A request to build upon, with what lets it in.
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        String word = access.word();
        return word.isEmpty() ? request : request.header("Authorization", "Bearer " + word);
    }

    /// A word as it stands in an address.
    public static String encoded(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request) {
        try {
            HttpResponse<InputStream> response =
                    http.send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() >= FIRST_ERROR) {
                throw refused(response);
            }
            return response;
        } catch (ConnectException e) {
            throw new CommandFailure(
                    "No server answers at %s. Start one with `promptcards serve`."
                            .formatted(server),
                    e);
        } catch (IOException e) {
            throw new CommandFailure(
                    "The server at %s went away or does not answer: %s".formatted(server, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private JsonNode read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readAllBytes();
            return bytes.length == 0 ? MissingNode.getInstance() : JSON.readTree(bytes);
        } catch (IOException e) {
            throw new CommandFailure("The answer of %s cannot be read: %s".formatted(server, e), e);
        }
    }

    /// The words of an `application/problem+json` (RFC 9457), or what there is instead.
    private Refusal refused(HttpResponse<InputStream> response) throws IOException {
        byte[] bytes;
        try (InputStream body = response.body()) {
            bytes = body.readAllBytes();
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        String said;
        String error = "";
        try {
            JsonNode problem = JSON.readTree(bytes);
            said = problem.path("detail").asText(problem.path("title").asText(""));
            error = problem.path("error").asText("");
        } catch (JacksonException e) {
            said = text.lines().findFirst().orElse("");
        }
        String message =
                said.isEmpty()
                        ? "%s answers %d".formatted(response.uri(), response.statusCode())
                        : said;
        return new Refusal(
                response.statusCode() == UNAUTHENTICATED && !access.remedy().isEmpty()
                        ? message + " " + access.remedy()
                        : message,
                response.statusCode(),
                error);
    }
}
