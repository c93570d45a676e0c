package dev.promptcards.promptfoo.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.cases.Remarks;
import dev.promptcards.promptfoo.cases.TestProviders;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The providers that tests name: those they run on, and those that grade.
public final class Graders implements TestProviders {

    /// A grader may be given for each task.
    private static final Set<String> TASKS =
            Set.of("text", "embedding", "classification", "moderation");

    private final ProviderReader reader;
    private final Credentials credentials;

    public Graders(ProviderReader reader, Credentials credentials) {
        this.reader = reader;
        this.credentials = credentials;
    }

    @Override
    public JsonNode instead(Place place, JsonNode written, Remarks remarks) throws Refusal {
        JsonNode read = read(place, written, remarks);
        return read.isTextual() ? JsonNodeFactory.instance.objectNode().set("id", read) : read;
    }

    @Override
    public JsonNode grader(Place place, JsonNode written, Remarks remarks) throws Refusal {
        boolean byTask =
                written instanceof ObjectNode mapping
                        && !mapping.has("id")
                        && mapping.propertyStream().anyMatch(one -> TASKS.contains(one.getKey()));
        if (!byTask) {
            return read(place, written, remarks);
        }
        ObjectNode read = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : written.properties()) {
            read.set(entry.getKey(), read(place, entry.getValue(), remarks));
        }
        return read;
    }

    /// A name stays a name where that is all there is to say.
    private JsonNode read(Place place, JsonNode written, Remarks remarks) throws Refusal {
        if (written.isNull() || written.isMissingNode()) {
            return written;
        }
        ObjectNode read = reader.single(place, written);
        Optional<String> unsupported = ProviderReader.unsupported(read.path("id").asText());
        unsupported.ifPresent(message -> remarks.unsupported(place, message));
        return written.isTextual() && read.size() == 1 ? read.path("id") : read;
    }

    @Override
    public String name(String written) {
        return credentials.outOf(written);
    }

    @Override
    public boolean holdsKey(ObjectNode value) {
        return Credentials.holdsKey(value);
    }

    @Override
    public void judgedByDefault() {
        credentials.addDefaultGraders();
    }
}
