package dev.promptcards.provider.request;

import dev.promptcards.provider.http.HeaderRules;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A request written out as HTTP/1.1 has it: a first line, headers, an empty line, a body.
final class RawRequest {

    private static final Pattern FIRST =
            Pattern.compile("([A-Z]+) +(\\S.*?) +HTTP/\\d(?:\\.\\d)?", Pattern.CASE_INSENSITIVE);

    /// Said anew by the client, whatever is written.
    private static final Set<String> OURS =
            Set.of("host", "content-length", "connection", "transfer-encoding", "expect");

    private RawRequest() {}

    /// @param https whether to speak TLS to its `Host`
    static Outgoing read(String written, boolean https) throws Unfit {
        String text = written.replace("\r\n", "\n").strip();
        int blank = text.indexOf("\n\n");
        String[] head = (blank < 0 ? text : text.substring(0, blank)).split("\n");
        String body = blank < 0 ? "" : text.substring(blank + 2).strip();
        Matcher first = FIRST.matcher(head[0].strip());
        if (!first.matches()) {
            throw new Unfit("`request` has to begin with a line such as POST /path HTTP/1.1");
        }
        Map<String, String> headers = headers(head);
        URI url = url(first.group(2), Optional.ofNullable(headers.get("host")), https);
        headers.keySet().removeAll(OURS);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            Optional<String> refusal = HeaderRules.refusal(header.getKey(), header.getValue());
            if (refusal.isPresent()) {
                throw new Unfit(refusal.get());
            }
        }
        return new Outgoing(
                first.group(1).toUpperCase(Locale.ROOT),
                url,
                headers,
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> headers(String[] head) throws Unfit {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            if (colon < 1) {
                throw new Unfit("line %d of `request` is no header".formatted(i + 1));
            }
            headers.put(
                    head[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    head[i].substring(colon + 1).strip());
        }
        return headers;
    }

    private static URI url(String target, Optional<String> host, boolean https) throws Unfit {
        if (target.matches("(?i)https?://.*")) {
            return Address.of(target);
        }
        if (host.isEmpty()) {
            throw new Unfit("`request` has no header Host");
        }
        return Address.of((https ? "https://" : "http://") + host.get() + target);
    }
}
