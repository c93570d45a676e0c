package dev.promptcards.provider.http;

import dev.promptcards.provider.http.Reply.Broken;

import io.micronaut.core.io.buffer.ByteArrayBufferFactory;
import io.micronaut.http.ByteBodyHttpResponse;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.client.RawHttpClient;
import io.micronaut.http.client.annotation.Client;
import io.netty.channel.Channel;

import jakarta.inject.Singleton;

import org.reactivestreams.Publisher;

import reactor.core.publisher.Mono;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends to providers and says what came of it. Blocks the calling virtual thread.
@Singleton
public class ProviderHttp {

    /// Where the client leaves the connection it is about to send on: without it nothing was sent.
    /// Closing the connection is the only way to end an exchange the other side does not end.
    private static final String CONNECTION = "netty_channel";

    private static final ByteBodyFactory BODIES =
            ByteBodyFactory.createDefault(ByteArrayBufferFactory.INSTANCE);

    private final RawHttpClient client;
    private final ReplyReader reader = new ReplyReader();

    ProviderHttp(@Client(configuration = ClientSettings.class) RawHttpClient client) {
        this.client = client;
    }

    /// Sends and reads the whole answer.
    ///
    /// @param timeout from here to the last byte of the answer
    public Reply post(URI uri, Map<String, String> headers, byte[] body, Duration timeout) {
        return send("POST", uri, headers, body, timeout);
    }

    /// The same by another method.
    ///
    /// @param body empty for none
    public Reply send(
            String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        MutableHttpRequest<?> request =
                HttpRequest.create(HttpMethod.parse(method), uri.toString(), method);
        headers.forEach(request::header);
        CompletableFuture<? extends HttpResponse<?>> exchange = start(request, body);
        try {
            HttpResponse<?> response = exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            Optional<Channel> connection = connection(request);
            try (var answered = (ByteBodyHttpResponse<?>) response) {
                return reader.read(answered, connection, deadline);
            }
        } catch (ExecutionException e) {
            // The client has come to its end here, so that a missing connection proves something.
            return connection(request).isPresent()
                    ? ended(request, Failures.broken(e))
                    : Failures.notSent(uri, e);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return ended(request, deadline.missed());
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            return ended(request, "the call was interrupted");
        } catch (IOException e) {
            return ended(request, deadline.isOver() ? deadline.missed() : Failures.broken(e));
        }
    }

    private CompletableFuture<? extends HttpResponse<?>> start(
            HttpRequest<?> request, byte[] body) {
        Publisher<? extends HttpResponse<?>> exchange =
                client.exchange(request, body.length == 0 ? null : BODIES.adapt(body), null);
        return Mono.from(exchange).toFuture();
    }

    private static Broken ended(HttpRequest<?> request, String message) {
        connection(request).ifPresent(ReplyReader::close);
        return new Broken(message);
    }

    private static Optional<Channel> connection(HttpRequest<?> request) {
        return request.getAttribute(CONNECTION, Channel.class);
    }
}
