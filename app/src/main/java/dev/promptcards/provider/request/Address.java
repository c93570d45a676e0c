package dev.promptcards.provider.request;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// Addresses as browsers take them: what no URL may hold is written as its bytes.
final class Address {

    private static final String NEVER = "\"<>\\^`{|}";

    private Address() {}

    static URI of(String written) throws Unfit {
        try {
            URI url = new URI(encoded(written.strip()));
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            if (!Set.of("http", "https").contains(scheme) || url.getHost() == null) {
                throw new Unfit("the URL has to begin with http:// or https:// and a host");
            }
            if (url.getRawUserInfo() != null) {
                throw new Unfit("the URL holds a password; write it as a header, or as `auth`");
            }
            return url;
        } catch (URISyntaxException e) {
            throw new Unfit("the URL is none: " + e.getReason());
        }
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
