package dev.promptcards.assertion.judge;

import com.fasterxml.jackson.databind.JsonNode;

/// What is judged: the output as it is and as text, the prompt it answers, and the output as the
/// provider gave it, before the case's transform.
public record JudgedInput(
        JsonNode output, String text, String prompt, JsonNode original, Setting setting) {}
