package dev.promptcards.provider.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.http.HeaderRules;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The request a configuration describes, a template of many.
///
/// @param url a template
record OwnRequest(String url, ObjectNode config) {

    private static final Set<String> BODILESS = Set.of("GET", "HEAD");

    /// @param prompt as the author's transform left it: a text, or JSON that goes into the body
    Outgoing fill(Fill vars, JsonNode prompt) throws Unfit {
        Fill all = vars.with(prompt);
        if (config.path("request").isTextual()) {
            boolean https = url.startsWith("https") || config.path("useHttps").asBoolean();
            Outgoing read = RawRequest.read(all.raw(config.path("request").textValue()), https);
            Map<String, String> headers = new LinkedHashMap<>(read.headers());
            headers.putAll(Authorization.headers(config.path("auth"), vars));
            return new Outgoing(
                    read.method(),
                    query(read.url(), Authorization.query(config.path("auth"), vars)),
                    headers,
                    read.body());
        }
        JsonNode body = config.path("body");
        String unsaid = isAbsent(body) ? "GET" : "POST";
        String method = vars.text(config.path("method").asText(unsaid)).toUpperCase(Locale.ROOT);
        Map<String, String> headers = headers(vars, method, body);
        return new Outgoing(
                method,
                query(Address.of(vars.text(url)), parameters(vars)),
                headers,
                BODILESS.contains(method)
                        ? new byte[0]
                        : body(body, all, prompt, isJson(headers))
                                .getBytes(StandardCharsets.UTF_8));
    }

    private static String body(JsonNode body, Fill vars, JsonNode prompt, boolean json)
            throws Unfit {
        if (json && prompt instanceof ObjectNode given) {
            ObjectNode merged = JsonNodeFactory.instance.objectNode();
            if (body instanceof ObjectNode written) {
                merged.setAll(written);
            }
            return merged.setAll(given).toString();
        }
        if (isAbsent(body)) {
            return "";
        }
        if (!json) {
            return vars.text(body.asText()).strip();
        }
        Optional<JsonNode> document =
                body.isTextual() ? Fill.parsed(body.textValue()) : Optional.of(body);
        return document.isPresent() && document.get().isContainerNode()
                ? vars.json(document.get()).toString()
                : vars.document(body.asText());
    }

    private Map<String, String> headers(Fill vars, String method, JsonNode body) throws Unfit {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("user-agent", "promptcards");
        headers.put("accept", "*/*");
        if (!BODILESS.contains(method) && !isAbsent(body)) {
            headers.put(
                    "content-type",
                    body.isTextual() ? "application/x-www-form-urlencoded" : "application/json");
        }
        for (Map.Entry<String, JsonNode> header : config.path("headers").properties()) {
            String value = vars.text(header.getValue().asText());
            headers.put(header.getKey().toLowerCase(Locale.ROOT), value);
        }
        headers.putAll(Authorization.headers(config.path("auth"), vars));
        for (Map.Entry<String, String> header : headers.entrySet()) {
            Optional<String> refusal = HeaderRules.refusal(header.getKey(), header.getValue());
            if (refusal.isPresent()) {
                throw new Unfit(refusal.get());
            }
        }
        if (body.isContainerNode() && !isJson(headers)) {
            throw new Unfit(
                    "`body` is a mapping, which is sent as JSON; make the header Content-Type"
                            + " application/json, or `body` a text");
        }
        return headers;
    }

    private Map<String, String> parameters(Fill vars) throws Unfit {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> one : config.path("queryParams").properties()) {
            parameters.put(one.getKey(), vars.text(one.getValue().asText()));
        }
        parameters.putAll(Authorization.query(config.path("auth"), vars));
        return parameters;
    }

    private static URI query(URI url, Map<String, String> parameters) throws Unfit {
        StringBuilder text = new StringBuilder(url.toString());
        for (Map.Entry<String, String> one : parameters.entrySet()) {
            text.append(text.indexOf("?") < 0 ? '?' : '&')
                    .append(URLEncoder.encode(one.getKey(), StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8));
        }
        return Address.of(text.toString());
    }

    private static boolean isJson(Map<String, String> headers) {
        String type = headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
        return type.startsWith("application/json") || type.contains("+json");
    }

    private static boolean isAbsent(JsonNode body) {
        return body.isMissingNode() || body.isNull();
    }
}
