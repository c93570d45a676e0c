package dev.promptcards.identity.sso;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;

/// Goes where it is sent, with a cookie jar, as a browser does.
final class JarBrowser {

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .cookieHandler(cookies)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    HttpResponse<String> get(URI uri) {
        try {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Opens a page and follows `redirects` of the redirects that come.
    HttpResponse<String> follow(URI start, int redirects) {
        var response = get(start);
        for (int i = 0; i < redirects; i++) {
            response = get(location(response));
        }
        return response;
    }

    static URI location(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Location")
                .map(it -> response.uri().resolve(it))
                .orElseThrow(() -> new AssertionError(response.statusCode() + response.body()));
    }

    Optional<String> cookie(String name) {
        return all().stream()
                .filter(it -> it.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    List<HttpCookie> all() {
        return cookies.getCookieStore().getCookies();
    }

    /// Puts cookies back it once had.
    void keep(List<HttpCookie> kept) {
        kept.forEach(it -> cookies.getCookieStore().add(null, it));
    }

    void forget(String name) {
        all().stream()
                .filter(it -> it.getName().equals(name))
                .toList()
                .forEach(it -> cookies.getCookieStore().remove(null, it));
    }

    void forgetCookies() {
        cookies.getCookieStore().removeAll();
    }
}
