package dev.promptcards.provider.request;

import java.net.URI;
import java.util.Map;

/// A request, ready to be sent. Never printed: any part of it may hold a key.
///
/// @param body empty for none
record Outgoing(String method, URI url, Map<String, String> headers, byte[] body) {

    @Override
    public String toString() {
        return "Outgoing[%s %s]".formatted(method, url.getHost());
    }
}
