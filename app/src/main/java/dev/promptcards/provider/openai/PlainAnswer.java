package dev.promptcards.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Usage;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// Answers of methods that say nothing of how they came about.
final class PlainAnswer {

    private PlainAnswer() {}

    static Answer of(
            JsonNode output, Optional<Usage> usage, OptionalDouble costUsd, Duration latency) {
        return new Answer(
                output,
                usage,
                Optional.empty(),
                costUsd,
                latency,
                Optional.empty(),
                false,
                Optional.empty());
    }
}
