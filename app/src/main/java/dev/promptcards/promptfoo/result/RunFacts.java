package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;

/// What a file of results says of its run.
///
/// @param id of the run
/// @param number of the run in its workspace, by which people name it
/// @param startedAt when it was started
/// @param exportedAt when the file is written
/// @param config the configuration it came from, without keys
/// @param version of this program
public record RunFacts(
        String id,
        long number,
        Instant startedAt,
        Instant exportedAt,
        JsonNode config,
        String version) {}
