package dev.promptcards.provider.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where a request is meant to go, as somebody wrote it. One spelling of a host is taken: a name,
/// four plain numbers, or an IPv6 address between brackets. What other programs read in other ways
/// (`0x7f.1`, `2130706433`, `0177.0.0.1`, an address with a zone) is refused before anybody asks
/// what it means.
public sealed interface Destination {

    record At(URI url) implements Destination {}

    /// Nothing is sent; the reason names the host and the remedy.
    record Wrong(String reason) implements Destination {}

    /// @param written the whole address
    /// @param called what the message calls it: `the base URL`
    /// @param instead where a password is better given
    static Destination of(String written, String called, String instead) {
        URI url;
        try {
            url = new URI(written);
        } catch (URISyntaxException e) {
            return new Wrong(called + " is none: " + e.getReason());
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.matches("https?") || url.getRawAuthority() == null) {
            return new Wrong(called + " has to begin with http:// or https:// and a host");
        }
        if (url.getRawAuthority().contains("@")) {
            return new Wrong("%s holds a password; %s".formatted(called, instead));
        }
        return url.getHost() == null || !HostSpelling.isPlain(url.getHost())
                ? new Wrong(HostSpelling.objection(called, url.getRawAuthority()))
                : new At(url);
    }
}
