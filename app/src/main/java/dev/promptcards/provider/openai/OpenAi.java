package dev.promptcards.provider.openai;

import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Unsupported;
import dev.promptcards.provider.api.Vendor;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// `openai:chat:MODEL`, or `openai:MODEL` for short, and OpenAI's other methods that answer at
/// once.
@Singleton
final class OpenAi implements Adapter {

    private static final String PREFIX = "openai:";
    static final Vendor VENDOR = Vendor.bearing("OPENAI", "https://api.openai.com/v1");

    /// What else there is behind `openai:` and other vendors, each a protocol of its own.
    static final Set<String> OTHERS =
            Set.of(
                    "agents",
                    "assistant",
                    "chatkit",
                    "codex",
                    "codex-app-server",
                    "codex-sdk",
                    "image",
                    "live",
                    "realtime",
                    "speech",
                    "transcription",
                    "tts",
                    "video");

    /// Models that no chat can be had with.
    private static final Pattern ONLY_RESPONSES =
            Pattern.compile("o[13]-pro(-.*)?|codex-mini-latest|.*-deep-research(-.*)?");

    /// Who is asked where an id ends with the method, as in promptfoo.
    private static final Map<Method, String> DEFAULTS =
            Map.of(
                    Method.CHAT, "gpt-4.1-2025-04-14",
                    Method.COMPLETION, "gpt-3.5-turbo-instruct",
                    Method.EMBEDDING, "text-embedding-3-large",
                    Method.MODERATION, "omni-moderation-latest",
                    Method.RESPONSES, "gpt-4.1-2025-04-14");

    private final Opening opening;

    OpenAi(Opening opening) {
        this.opening = opening;
    }

    @Override
    public boolean speaks(String id) {
        return id.startsWith(PREFIX);
    }

    @Override
    public String form() {
        return "`openai:chat:MODEL` (any OpenAI-compatible server, with `apiBaseUrl`),"
                + " `openai:completion:MODEL`, `openai:embedding:MODEL`,"
                + " `openai:moderation:MODEL`, `openai:responses:MODEL`";
    }

    @Override
    public Map<String, List<String>> vendors() {
        return Map.of("openai", VENDOR.variables());
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        String rest = spec.id().substring(PREFIX.length());
        String kind = rest.contains(":") ? rest.substring(0, rest.indexOf(':')) : rest;
        if (OTHERS.contains(kind)) {
            return new Unsupported(
                    "The provider `%s` is not supported: of OpenAI's protocols only %s is"
                            .formatted(spec.id(), form()));
        }
        Method method =
                ONLY_RESPONSES.matcher(rest).matches() ? Method.RESPONSES : Method.named(kind);
        String model = method.modelIn(rest);
        if (model.isBlank() && !rest.isBlank()) {
            model = spec.config().path("model").asText(DEFAULTS.getOrDefault(method, ""));
        }
        if (model.isBlank()) {
            return new Misconfigured(
                    "`%s` names no model; write `openai:%s:MODEL`"
                            .formatted(spec.id(), method.word()));
        }
        return opening.open(spec, secrets, VENDOR, method, model);
    }
}
