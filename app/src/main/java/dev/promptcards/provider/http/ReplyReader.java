package dev.promptcards.provider.http;

import dev.promptcards.provider.http.Reply.Answered;
import dev.promptcards.provider.http.Reply.TooLarge;

import io.micronaut.http.ByteBodyHttpResponse;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.body.AvailableByteBody;
import io.micronaut.http.body.ByteBody;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Reads answers to their end, or to the limit: what lies beyond is never read, the connection is
/// closed instead.
final class ReplyReader {

    /// Bytes of an answer, at most.
    static final int LIMIT = 16 << 20;

    /// Up to here, in bytes, any number of answers are read side by side. Larger ones take turns,
    /// so that a thousand endless answers fit into memory as well as one.
    private static final int SMALL = 64 << 10;

    private final Semaphore large = new Semaphore(4, true);

    Reply read(ByteBodyHttpResponse<?> response, Optional<Channel> connection, Deadline deadline)
            throws IOException, InterruptedException {
        ByteBody body = response.byteBody();
        if (body instanceof AvailableByteBody arrived && arrived.length() <= LIMIT) {
            return answered(response, arrived.toByteArray(), deadline);
        }
        Optional<byte[]> bytes =
                body.expectedLength().orElse(0) > LIMIT
                        ? Optional.empty()
                        : streamed(body, connection, deadline);
        if (bytes.isPresent()) {
            return answered(response, bytes.get(), deadline);
        }
        connection.ifPresent(ReplyReader::close);
        return new TooLarge(
                response.code(), "answered more than %d MiB; cut off".formatted(LIMIT >> 20));
    }

    /// Empty where there is more than the limit.
    private Optional<byte[]> streamed(
            ByteBody body, Optional<Channel> connection, Deadline deadline)
            throws IOException, InterruptedException {
        Optional<Future<?>> alarm = connection.map(channel -> closeAt(deadline, channel));
        try (InputStream stream = body.toInputStream()) {
            byte[] head = stream.readNBytes(SMALL);
            if (head.length < SMALL) {
                return Optional.of(head);
            }
            large.acquire();
            try {
                byte[] rest = stream.readNBytes(LIMIT - SMALL + 1);
                return rest.length > LIMIT - SMALL
                        ? Optional.empty()
                        : Optional.of(joined(head, rest));
            } finally {
                large.release();
            }
        } finally {
            alarm.ifPresent(set -> set.cancel(false));
        }
    }

    /// Whether and when it is closed is no concern of whoever is done with it.
    static void close(Channel channel) {
        var _ = channel.close();
    }

    private static Future<?> closeAt(Deadline deadline, Channel channel) {
        return channel.eventLoop()
                .schedule(() -> close(channel), deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    }

    private static byte[] joined(byte[] head, byte[] rest) {
        byte[] whole = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, whole, head.length, rest.length);
        return whole;
    }

    private static Map<String, String> headers(HttpResponse<?> response) {
        Map<String, String> headers = new LinkedHashMap<>();
        response.getHeaders()
                .forEach(
                        (name, values) ->
                                headers.put(
                                        name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return headers;
    }

    private static Answered answered(HttpResponse<?> response, byte[] body, Deadline deadline) {
        return new Answered(
                response.code(),
                response.reason(),
                headers(response),
                response.getHeaders().findFirst(HttpHeaders.RETRY_AFTER),
                response.getHeaders().findFirst(HttpHeaders.LOCATION),
                body,
                deadline.spent());
    }
}
