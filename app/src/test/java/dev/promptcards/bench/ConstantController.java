package dev.promptcards.bench;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

import java.nio.charset.StandardCharsets;

/// The most this HTTP stack can do: one answer of 1 KiB, made once, behind no rule.
@Controller("/bench/constant")
@Requires(property = "bench.constant")
final class ConstantController {

    private static final byte[] ANSWER =
            "{\"text\": \"%s\"}".formatted("x".repeat(1024 - 12)).getBytes(StandardCharsets.UTF_8);

    @Get
    HttpResponse<byte[]> get() {
        return HttpResponse.ok(ANSWER)
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .header("ETag", "\"constant\"");
    }
}
