package dev.promptcards.web;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Hidden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/// The one stylesheet, under a name that tells its content, so that a browser keeps it for ever.
@Controller("/assets")
@Hidden
final class Stylesheet {

    private static final int NAME_BYTES = 8;

    private final byte[] content;
    private final String name;

    Stylesheet() {
        try (var file =
                Objects.requireNonNull(Stylesheet.class.getResourceAsStream("/web/page.css"))) {
            content = file.readAllBytes();
            var hash = MessageDigest.getInstance("SHA-256").digest(content);
            name = "page-" + HexFormat.of().formatHex(hash, 0, NAME_BYTES) + ".css";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Where it is served.
    String path() {
        return "/assets/" + name;
    }

    @Get(value = "/{file}", produces = "text/css")
    HttpResponse<byte[]> get(String file) {
        return file.equals(name)
                ? HttpResponse.ok(content)
                        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
                : HttpResponse.notFound();
    }
}
