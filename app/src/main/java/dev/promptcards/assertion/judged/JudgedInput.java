package dev.promptcards.assertion.judged;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.judge.Setting;

/// What is judged: the output as it is and as text, the prompt it answers, and the output as the
/// provider gave it, before the case's transform.
public record JudgedInput(
        JsonNode output, String text, String prompt, JsonNode original, Setting setting) {}
