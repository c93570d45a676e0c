package dev.promptcards.provider.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.Parameters;
import dev.promptcards.provider.api.Protocol;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// One task of a model. What it took is not said, so that its cost is unknown.
final class Inference implements Protocol {

    /// Keys of a configuration that choose how a model is asked.
    private static final List<String> NOT_SENT = List.of("chatCompletion", "inferenceProvider");

    /// What stands beside the parameters.
    private static final List<String> OPTIONS = List.of("use_cache", "wait_for_model");

    private final Endpoint endpoint;
    private final Task task;

    Inference(Endpoint endpoint, Task task) {
        this.endpoint = endpoint;
        this.task = task;
    }

    @Override
    public String kind() {
        return "huggingface:" + task.word();
    }

    /// An endpoint of one's own has but one model, right where it is.
    @Override
    public String path() {
        return endpoint.config().hasNonNull("apiEndpoint")
                ? ""
                : Arrays.stream(endpoint.model().split("/", -1))
                        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
                        .collect(Collectors.joining("/", "/models/", ""));
    }

    @Override
    public ObjectNode parameters(ObjectNode settings) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.setAll(endpoint.config());
        config.setAll(settings);
        config.remove(NOT_SENT);
        ObjectNode parameters = task.defaults();
        parameters.setAll(Parameters.in(config));
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        for (String option : OPTIONS) {
            Optional.ofNullable(parameters.remove(option))
                    .ifPresent(value -> options.set(option, value));
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (!parameters.isEmpty()) {
            body.set("parameters", parameters);
        }
        if (!options.isEmpty()) {
            body.set("options", options);
        }
        return body;
    }

    @Override
    public void ask(Prompt prompt, ObjectNode body) {
        body.put("inputs", prompt.asText());
    }

    @Override
    public Optional<Answer> read(JsonNode answer, ObjectNode settings, Duration latency) {
        return task.output(answer)
                .map(
                        output ->
                                Answer.of(
                                        output, Optional.empty(), OptionalDouble.empty(), latency));
    }

    @Override
    public String mismatch(JsonNode answer) {
        return "answered JSON that is no answer to the task " + task.word();
    }
}
