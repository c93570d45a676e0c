package dev.promptcards.provider.request;

import dev.promptcards.provider.http.Destination;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Addresses as browsers take them: what no URL may hold is written as its bytes.
final class Address {

    private static final String NEVER = "\"<>\\^`{|}";

    private static final String PASSWORD = "write it as a header, or as `auth`";

    private Address() {}

    static URI of(String written) throws Unfit {
        var read = Destination.of(encoded(written.strip()), "the URL", PASSWORD);
        return switch (read) {
            case Destination.At(URI url) -> url;
            case Destination.Wrong(String reason) -> throw new Unfit(reason);
        };
    }

    private static String encoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b <= ' ' || b == 0x7f || NEVER.indexOf(b) >= 0) {
                bytes.writeBytes("%%%02X".formatted(b & 0xff).getBytes(StandardCharsets.US_ASCII));
            } else {
                bytes.write(b);
            }
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }
}
