package dev.promptcards.provider.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.Fingerprint;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Ready;
import dev.promptcards.provider.price.PriceOverride;
import dev.promptcards.provider.price.Prices;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `replay:MODEL`, with `recordings` in its configuration: a list of them, or the name of a set
/// that ships with the program. The command line puts the lines of a `file` there.
@Singleton
final class Replay implements Adapter {

    private static final String PREFIX = "replay:";
    private static final JsonMapper JSON = new JsonMapper();

    private final Prices prices;

    Replay(Prices prices) {
        this.prices = prices;
    }

    @Override
    public boolean speaks(String id) {
        return id.startsWith(PREFIX) || id.equals("replay");
    }

    @Override
    public String form() {
        return "`replay:MODEL` (recorded answers)";
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        String model = spec.id().startsWith(PREFIX) ? spec.id().substring(PREFIX.length()) : "";
        if (model.isBlank()) {
            return wrong(spec, "it names no model; write `replay:MODEL`");
        }
        try {
            List<JsonNode> lines = lines(spec.config());
            Recordings recordings = new Recordings(lines, model);
            if (recordings.isEmpty()) {
                return wrong(spec, "none of its recordings is of the model `" + model + "`");
            }
            return new Ready(
                    new Replayed(
                            model,
                            recordings,
                            fingerprint(lines),
                            PriceOverride.in(spec.config()).over(prices.of(model))));
        } catch (Recordings.Wrong e) {
            return wrong(spec, e.reason());
        }
    }

    private static List<JsonNode> lines(JsonNode config) throws Recordings.Wrong {
        JsonNode recordings = config.path("recordings");
        if (recordings.isTextual()) {
            return shipped(recordings.asText());
        }
        if (!recordings.isArray()) {
            throw new Recordings.Wrong(
                    "its configuration needs `recordings`: a list of recorded answers, or the name"
                        + " of a set that ships with the program (a `file` is read by the command"
                        + " line)");
        }
        List<JsonNode> lines = new ArrayList<>();
        recordings.forEach(lines::add);
        return lines;
    }

    private static List<JsonNode> shipped(String name) throws Recordings.Wrong {
        // A name and never a path: the request gives it.
        String resource = name.matches("[a-z0-9-]+") ? "/replay/" + name + ".jsonl" : "/";
        try (InputStream stream = Replay.class.getResourceAsStream(resource)) {
            if (stream == null || resource.equals("/")) {
                throw new Recordings.Wrong(
                        "no recordings named `" + name + "` ship with the program");
            }
            return JSON.readerFor(JsonNode.class).<JsonNode>readValues(stream).readAll();
        } catch (IOException e) {
            throw new UncheckedIOException("the recordings " + name + " cannot be read", e);
        }
    }

    private static String fingerprint(List<JsonNode> lines) {
        return Fingerprint.of(lines.stream().map(JsonNode::toString).toArray(String[]::new));
    }

    private static Misconfigured wrong(ProviderSpec spec, String reason) {
        return new Misconfigured("%s: %s".formatted(spec.id(), reason));
    }
}
