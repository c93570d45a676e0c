package dev.promptcards.provider.openai;

import static dev.promptcards.provider.ProviderBeans.object;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.promptcards.provider.FakeEndpoint;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Lost;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.RateLimited;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Providers;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/// A whole call, through limits, client and a real connection, against every way an endpoint can
/// answer or fail to.
class OpenAiChatTest {

    private static final String ANSWER =
            """
            {"id": "x", "choices": [{"index": 0, "finish_reason": "stop",
              "message": {"role": "assistant", "content": "forty-two"}}],
             "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}}
            """;

    @Test
    void an_answer_comes_with_its_bytes_tokens_price_and_reason_to_stop() {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            var completed = completed(call(endpoint, "{}"));
            var answer = completed.answer();
            assertThat(answer.output().asText()).isEqualTo("forty-two");
            assertThat(answer.tokens()).contains(new Usage(100, 20, 120, 0, 0));
            assertThat(answer.finishReason()).contains("stop");
            assertThat(answer.refused()).isFalse();
            // 100 × 0.15 $ and 20 × 0.60 $ a million
            assertThat(answer.costUsd().getAsDouble()).isEqualTo(2.7e-5);
            assertThat(answer.latency()).isPositive();
            assertThat(completed.body()).asString(StandardCharsets.UTF_8).isEqualTo(ANSWER);
        }
    }

    @Test
    void the_request_is_a_chat_completion_with_the_key_in_its_header() {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            call(endpoint, "{\"seed\": 7, \"headers\": {\"X-Team\": \"a\"}}");
            var request = endpoint.requests().getFirst();
            assertThat(request.head())
                    .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
                    .containsIgnoringCase("authorization: Bearer sk-test\r\n")
                    .containsIgnoringCase("content-type: application/json\r\n")
                    .containsIgnoringCase("x-team: a\r\n");
            assertThat(object(request.body()))
                    .isEqualTo(
                            object(
                                    """
                                    {"model": "gpt-4o-mini", "temperature": 0, "max_tokens": 1024,
                                     "seed": 7, "messages": [{"role": "user", "content": "hi"}]}
                                    """));
        }
    }

    @Test
    void a_prompt_of_messages_is_sent_as_they_are() {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            String messages =
                    "[{\"role\": \"system\", \"content\": \"S\"}, {\"role\": \"user\", \"content\":"
                            + " [{\"type\": \"text\", \"text\": \"U\"}]}]";
            provider(endpoint, "{}").call(request(messages));
            assertThat(object(endpoint.requests().getFirst().body()).get("messages"))
                    .isEqualTo(object("{\"m\": " + messages + "}").get("m"));
        }
    }

    @Test
    void a_prompt_of_broken_messages_is_not_paid_for() {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            String broken = "[{\"role\": \"user\", \"content\": \"she said \"no\" twice\"}]";
            assertThat(provider(endpoint, "{}").call(request(broken)))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            r -> assertThat(r.message()).contains("valid JSON", "not sent"));
            assertThat(endpoint.requests()).isEmpty();
        }
    }

    @Test
    void a_prompt_of_messages_in_yaml_is_sent_as_messages() {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            provider(endpoint, "{}").call(request("- role: user\n  content: why?\n"));
            assertThat(object(endpoint.requests().getFirst().body()).get("messages").toString())
                    .isEqualTo("[{\"role\":\"user\",\"content\":\"why?\"}]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"content: two\nlines", "content: [[[[", "x: &x [1]\n  y: *x"})
    void a_prompt_of_messages_in_broken_yaml_is_not_paid_for(String rest) {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            assertThat(provider(endpoint, "{}").call(request("- role: user\n  " + rest)))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            r -> assertThat(r.message()).contains("valid YAML", "not sent"));
            assertThat(endpoint.requests()).isEmpty();
        }
    }

    @Test
    void connections_are_used_again() {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            var provider = provider(endpoint, "{}");
            for (int i = 0; i < 50; i++) {
                completed(provider.call(request("hi")));
            }
            assertThat(endpoint.connections()).isLessThan(5);
        }
    }

    @Test
    void a_thousand_calls_are_in_flight_at_once() throws Exception {
        var all = new CountDownLatch(1000);
        try (var endpoint =
                        new FakeEndpoint(
                                (_, out) -> {
                                    all.countDown();
                                    all.await();
                                    FakeEndpoint.send(out, 200, ANSWER);
                                });
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var provider = provider(endpoint, "{}");
            List<Future<ProviderResult>> calls = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                calls.add(threads.submit(() -> provider.call(request("hi"))));
            }
            for (var call : calls) {
                completed(call.get());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "429, RateLimited",
        "500, Unavailable",
        "503, Unavailable",
        "529, Unavailable",
        "502, Lost",
        "504, Lost",
        "524, Lost",
        "400, Rejected",
        "401, Rejected",
        "404, Rejected",
        "422, Rejected",
        "501, Rejected",
        "302, Rejected",
    })
    void a_status_says_what_became_of_the_call(int status, String kind) {
        try (var endpoint =
                FakeEndpoint.answering(
                        status, "{\"error\": {\"message\": \"no such luck\", \"code\": \"c\"}}")) {
            assertThat(call(endpoint, "{}").getClass().getSimpleName()).isEqualTo(kind);
        }
    }

    @Test
    void an_error_is_told_in_the_providers_words_without_the_key_it_quotes() {
        try (var endpoint =
                FakeEndpoint.answering(
                        401,
                        "{\"error\": {\"message\": \"bad key sk-test!\", \"code\":"
                                + " \"invalid_api_key\"}}")) {
            assertThat(call(endpoint, "{}"))
                    .isEqualTo(
                            new Rejected(
                                    401, "API error: 401 Status: bad key ***! (invalid_api_key)"));
        }
    }

    @Test
    void an_account_without_money_is_not_asked_again() {
        try (var endpoint =
                FakeEndpoint.answering(
                        429,
                        "{\"error\": {\"message\": \"You exceeded your quota\", \"code\":"
                                + " \"insufficient_quota\"}}")) {
            assertThat(call(endpoint, "{}")).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void retry_after_in_seconds_is_passed_on() {
        try (var endpoint = FakeEndpoint.answering(429, "{}", "Retry-After: 7")) {
            assertThat(((RateLimited) call(endpoint, "{}")).retryAfter())
                    .contains(Duration.ofSeconds(7));
        }
    }

    @Test
    void retry_after_as_a_date_is_passed_on() {
        var date =
                ZonedDateTime.now(ZoneOffset.UTC)
                        .plusMinutes(3)
                        .format(DateTimeFormatter.RFC_1123_DATE_TIME);
        try (var endpoint = FakeEndpoint.answering(503, "down", "Retry-After: " + date)) {
            assertThat(((Unavailable) call(endpoint, "{}")).retryAfter())
                    .hasValueSatisfying(
                            wait ->
                                    assertThat(wait)
                                            .isBetween(
                                                    Duration.ofSeconds(150),
                                                    Duration.ofSeconds(180)));
        }
    }

    @Test
    void a_redirect_is_not_followed_and_names_where_it_leads() {
        try (var endpoint =
                FakeEndpoint.answering(308, "", "Location: https://elsewhere.example/v1")) {
            assertThat(((Rejected) call(endpoint, "{}")).message())
                    .contains("https://elsewhere.example/v1", "apiBaseUrl");
            assertThat(endpoint.requests()).hasSize(1);
        }
    }

    @Test
    void a_connection_cut_before_the_answer_is_an_unknown_outcome() {
        try (var endpoint =
                new FakeEndpoint(
                        (_, _) -> {
                            throw FakeEndpoint.cut();
                        })) {
            assertThat(call(endpoint, "{}")).isInstanceOf(Lost.class);
        }
    }

    @Test
    void half_a_body_is_an_unknown_outcome() {
        try (var endpoint =
                new FakeEndpoint(
                        (_, out) -> {
                            FakeEndpoint.raw(
                                    out,
                                    "HTTP/1.1 200 OK\r\n"
                                            + "Content-Length: 1000\r\n\r\n"
                                            + "{\"choices\": [");
                            throw FakeEndpoint.cut();
                        })) {
            assertThat(call(endpoint, "{}")).isInstanceOf(Lost.class);
        }
    }

    @Test
    void an_answer_that_never_ends_is_an_unknown_outcome_and_its_connection_is_closed() {
        try (var endpoint =
                new FakeEndpoint(
                        (_, out) -> {
                            FakeEndpoint.raw(
                                    out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                            while (true) {
                                FakeEndpoint.raw(out, "1\r\n \r\n");
                                LockSupport.parkNanos(1_000_000);
                            }
                        })) {
            assertThat(call(endpoint, "{\"timeoutMs\": 100}"))
                    .isEqualTo(new Lost("no whole answer within 0.1 s"));
            await().until(() -> endpoint.openConnections() == 0);
        }
    }

    @Test
    void no_answer_at_all_is_an_unknown_outcome() {
        try (var endpoint = new FakeEndpoint((_, _) -> new CountDownLatch(1).await())) {
            assertThat(call(endpoint, "{\"timeoutMs\": 100}"))
                    .isEqualTo(new Lost("no whole answer within 0.1 s"));
        }
    }

    @Test
    void a_port_nobody_listens_on_refuses_and_nothing_was_sent() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(call("http://127.0.0.1:" + port + "/v1", "{}"))
                .isEqualTo(
                        new Unavailable(
                                Optional.empty(),
                                "http://127.0.0.1:" + port + " refused the connection"));
    }

    @Test
    void a_certificate_nobody_vouches_for_is_refused_and_nothing_was_sent(@TempDir Path folder)
            throws Exception {
        try (var endpoint = FakeEndpoint.overTls(SelfSigned.certificate(folder), ANSWER)) {
            String url = "https://127.0.0.1:" + endpoint.port() + "/v1";
            assertThat(call(url, "{}"))
                    .isEqualTo(
                            new Rejected(
                                    0,
                                    "The certificate of https://127.0.0.1:"
                                            + endpoint.port()
                                            + " does not hold: unable to find valid certification"
                                            + " path to requested target"));
            assertThat(endpoint.requests()).isEmpty();
        }
    }

    @Test
    void a_host_nobody_knows_is_unavailable_and_nothing_was_sent() {
        assertThat(call("http://nowhere.invalid/v1", "{}"))
                .isEqualTo(
                        new Unavailable(Optional.empty(), "The host nowhere.invalid is not known"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>502 Bad Gateway</body></html>",
                "{\"choices\": []}",
                "{\"choices\": [{}]}",
                "[1, 2]",
                "{\"hello\": \"world\"}",
                "{\"choices\": [",
            })
    void what_is_no_chat_completion_is_malformed_and_kept(String body) {
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            assertThat(call(endpoint, "{}"))
                    .isInstanceOfSatisfying(
                            Malformed.class,
                            malformed -> {
                                assertThat(malformed.message()).startsWith("answered");
                                assertThat(malformed.body())
                                        .asString(StandardCharsets.UTF_8)
                                        .isEqualTo(body);
                            });
        }
    }

    @Test
    void invalid_utf_8_is_malformed() {
        try (var endpoint =
                new FakeEndpoint(
                        (_, out) -> {
                            byte[] head = "{\"choices\": \"".getBytes(StandardCharsets.US_ASCII);
                            FakeEndpoint.raw(
                                    out,
                                    "HTTP/1.1 200 OK\r\nContent-Length: "
                                            + (head.length + 2)
                                            + "\r\n\r\n");
                            out.write(head);
                            out.write(new byte[] {(byte) 0xc3, '"'});
                            out.flush();
                        })) {
            assertThat(call(endpoint, "{}")).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void what_is_no_http_is_an_unknown_outcome() {
        try (var endpoint = new FakeEndpoint((_, out) -> FakeEndpoint.raw(out, "hello\r\n\r\n"))) {
            assertThat(call(endpoint, "{}")).isInstanceOf(Lost.class);
        }
    }

    @Test
    void a_compressed_answer_is_read() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(ANSWER.getBytes(StandardCharsets.UTF_8));
        }
        try (var endpoint =
                new FakeEndpoint(
                        (_, out) -> {
                            FakeEndpoint.raw(
                                    out,
                                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                                            + bytes.size()
                                            + "\r\n\r\n");
                            bytes.writeTo(out);
                            out.flush();
                        })) {
            assertThat(completed(call(endpoint, "{}")).body())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(ANSWER);
        }
    }

    @Test
    void an_answer_of_a_megabyte_in_chunks_is_read_whole() {
        String content = "x".repeat(1 << 20);
        String body = ANSWER.replace("forty-two", content);
        try (var endpoint =
                new FakeEndpoint(
                        (_, out) -> {
                            FakeEndpoint.raw(
                                    out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                            for (int at = 0; at < body.length(); at += 100_000) {
                                String chunk =
                                        body.substring(at, Math.min(at + 100_000, body.length()));
                                FakeEndpoint.raw(
                                        out,
                                        Integer.toHexString(chunk.length())
                                                + "\r\n"
                                                + chunk
                                                + "\r\n");
                            }
                            FakeEndpoint.raw(out, "0\r\n\r\n");
                        })) {
            var provider = provider(endpoint, "{}");
            for (int i = 0; i < 8; i++) {
                assertThat(completed(provider.call(request("hi"))).answer().output().asText())
                        .isEqualTo(content);
            }
            assertThat(endpoint.connections()).isLessThan(5);
        }
    }

    @Test
    void an_answer_that_says_it_is_too_large_is_not_read() {
        try (var endpoint =
                new FakeEndpoint(
                        (_, out) -> {
                            FakeEndpoint.raw(
                                    out, "HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n{");
                            new CountDownLatch(1).await();
                        })) {
            assertThat(call(endpoint, "{}")).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void endless_answers_are_cut_off_and_memory_stays_flat() throws Exception {
        try (var endpoint = new FakeEndpoint((_, out) -> streamForEver(out));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var provider = provider(endpoint, "{}");
            Callable<ProviderResult> call = () -> provider.call(request("hi"));
            long before = used();
            var results = threads.invokeAll(Collections.nCopies(20, call));
            for (var result : results) {
                assertThat(result.get())
                        .isInstanceOfSatisfying(
                                Malformed.class,
                                cut -> {
                                    assertThat(cut.message()).contains("more than 16 MiB");
                                    assertThat(cut.body()).isEmpty();
                                });
            }
            await().until(() -> endpoint.openConnections() == 0);
            assertThat(used() - before).isLessThan(64L << 20);
        }
    }

    @Test
    void an_interrupted_call_ends_at_once_and_its_outcome_is_unknown() throws Exception {
        var arrived = new CountDownLatch(1);
        try (var endpoint =
                        new FakeEndpoint(
                                (_, _) -> {
                                    arrived.countDown();
                                    new CountDownLatch(1).await();
                                });
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new LinkedBlockingQueue<ProviderResult>();
            var provider = provider(endpoint, "{}");
            Thread caller =
                    Thread.startVirtualThread(() -> results.add(provider.call(request("hi"))));
            arrived.await();
            caller.interrupt();
            assertThat(results.take()).isEqualTo(new Lost("the call was interrupted"));
        }
    }

    @Test
    void an_error_inside_a_success_is_read_by_its_code() {
        try (var endpoint =
                FakeEndpoint.answering(
                        200, "{\"error\": {\"code\": 429, \"message\": \"slow down\"}}")) {
            assertThat(call(endpoint, "{}"))
                    .isEqualTo(new RateLimited(Optional.empty(), "slow down (429)"));
        }
    }

    @Test
    void a_prompt_the_provider_declines_is_an_answer_that_refuses() {
        try (var endpoint =
                FakeEndpoint.answering(
                        400,
                        "{\"error\": {\"code\": \"content_filter\", \"message\": \"filtered\"}}")) {
            var completed = completed(call(endpoint, "{}"));
            assertThat(completed.answer().refused()).isTrue();
            assertThat(completed.answer().output().asText()).isEqualTo("filtered");
            assertThat(completed.answer().finishReason()).contains("content_filter");
            var again =
                    provider(endpoint, "{}").read(completed.body(), object("{}"), Duration.ZERO);
            assertThat(completed(again).answer().refused()).isTrue();
        }
    }

    @Test
    void stored_bytes_are_read_as_the_answer_was() {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            var provider = provider(endpoint, "{}");
            var first = completed(provider.call(request("hi")));
            var again = provider.read(first.body(), object("{}"), first.answer().latency());
            assertThat(completed(again).answer()).isEqualTo(first.answer());
        }
    }

    @Test
    void nothing_that_prints_shows_the_key() {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            var provider = provider(endpoint, "{\"apiKey\": \"sk-secret\"}");
            assertThat(provider + provider.identity().toString() + provider.connection())
                    .doesNotContain("sk-secret", "sk-test");
        }
    }

    @Test
    void an_address_of_this_machine_is_refused_where_the_server_is_not_local() {
        try (var context = ProviderBeans.start(Map.of());
                var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            var providers = context.getBean(Providers.class);
            assertThat(
                            providers.resolve(
                                    ProviderBeans.WORKSPACE,
                                    spec(endpoint.baseUrl()),
                                    secrets(),
                                    ProviderBeans.SCOPE))
                    .isInstanceOfSatisfying(
                            Misconfigured.class,
                            wrong ->
                                    assertThat(wrong.reason())
                                            .contains(
                                                    "127.0.0.1 is a loopback address",
                                                    "PROMPTCARDS_ALLOW_ADDRESSES=127.0.0.1"));
            String byName = "http://localhost:" + endpoint.port() + "/v1";
            assertThat(
                            ready(
                                            providers.resolve(
                                                    ProviderBeans.WORKSPACE,
                                                    spec(byName),
                                                    secrets(),
                                                    ProviderBeans.SCOPE))
                                    .call(request("hi")))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            refused ->
                                    assertThat(refused.message())
                                            .contains("localhost (127.0.0.1)", "loopback"));
            assertThat(endpoint.connections()).isZero();
        }
    }

    @Test
    void a_loopback_address_that_was_allowed_by_name_is_called() {
        try (var context = ProviderBeans.start(Map.of("promptcards.allow-addresses", "localhost"));
                var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            var providers = context.getBean(Providers.class);
            String byName = "http://localhost:" + endpoint.port() + "/v1";
            completed(
                    ready(
                                    providers.resolve(
                                            ProviderBeans.WORKSPACE,
                                            spec(byName),
                                            secrets(),
                                            ProviderBeans.SCOPE))
                            .call(request("hi")));
        }
    }

    private static ProviderSpec spec(String baseUrl) {
        return ProviderBeans.spec(
                "openai:chat:gpt-4o-mini", "{\"apiBaseUrl\": \"" + baseUrl + "\"}");
    }

    private static Map<String, String> secrets() {
        return Map.of("OPENAI_API_KEY", "sk-test");
    }

    private static Provider provider(String baseUrl, String config) {
        var spec = ProviderBeans.spec("openai:chat:gpt-4o-mini", config);
        spec.config().put("apiBaseUrl", baseUrl);
        return ready(
                ProviderBeans.providers()
                        .resolve(ProviderBeans.WORKSPACE, spec, secrets(), ProviderBeans.SCOPE));
    }

    private static Provider provider(FakeEndpoint endpoint, String config) {
        return provider(endpoint.baseUrl(), config);
    }

    private static ProviderResult call(FakeEndpoint endpoint, String config) {
        return provider(endpoint, config).call(request("hi"));
    }

    private static ProviderResult call(String baseUrl, String config) {
        return provider(baseUrl, config).call(request("hi"));
    }

    private static Completed completed(ProviderResult result) {
        assertThat(result).isInstanceOf(Completed.class);
        return (Completed) result;
    }

    private static void streamForEver(OutputStream out) throws IOException {
        FakeEndpoint.raw(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        while (true) {
            FakeEndpoint.raw(out, chunk);
        }
    }

    private static long used() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
