package dev.promptcards.provider.openai;

import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Unsupported;
import dev.promptcards.provider.api.Vendor;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.util.Map;
import java.util.Set;

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
                    "responses",
                    "speech",
                    "transcription",
                    "tts",
                    "video");

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
                + " `openai:moderation:MODEL`";
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
        Method method = Method.named(kind);
        String model = method.modelIn(rest);
        if (model.isBlank()) {
            return new Misconfigured(
                    "`%s` names no model; write `openai:%s:MODEL`"
                            .formatted(spec.id(), method.word()));
        }
        return opening.open(spec, secrets, VENDOR, method, model);
    }
}
