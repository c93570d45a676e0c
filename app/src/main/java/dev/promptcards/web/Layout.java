package dev.promptcards.web;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;

import jakarta.inject.Singleton;

import java.net.URI;

/// What all pages share: the frame, the style, and the headers that keep a browser from doing
/// anything but show them. A page may load our stylesheet and send its forms to us; it may run no
/// script and stand in no frame.
@Singleton
public class Layout {

    static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri"
                    + " 'none'; frame-ancestors 'none'";

    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%s · Prompt Cards</title>
            <link rel="stylesheet" href="%s">
            </head>
            <body>
            <main>
            <p class="brand">Prompt Cards</p>
            <h1>%s</h1>
            %s
            </main>
            </body>
            </html>
            """;

    private final Stylesheet stylesheet;

    Layout(Stylesheet stylesheet) {
        this.stylesheet = stylesheet;
    }

    /// A page with this title and content.
    public MutableHttpResponse<String> page(HttpStatus status, String title, Html content) {
        var page = Html.of(PAGE, title, stylesheet.path(), title, content);
        return guarded(HttpResponse.status(status))
                .body(page.markup())
                .contentType(MediaType.TEXT_HTML_TYPE);
    }

    /// The same, with 200.
    public MutableHttpResponse<String> page(String title, Html content) {
        return page(HttpStatus.OK, title, content);
    }

    /// Sends a browser to another page of ours, to be read there (303).
    public static MutableHttpResponse<String> seeOther(String path) {
        return guarded(HttpResponse.<String>seeOther(URI.create(path)));
    }

    /// What is wrong with what was typed, read aloud when the page comes.
    public static Html alert(String message) {
        return Html.of("<p class=\"alert\" role=\"alert\" id=\"alert\">%s</p>", message);
    }

    /// Adds the headers.
    static <T> MutableHttpResponse<T> guarded(MutableHttpResponse<T> response) {
        return response.header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Content-Security-Policy", POLICY)
                // With `no-referrer` a browser would name no origin when it sends a form.
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Permissions-Policy", "");
    }
}
