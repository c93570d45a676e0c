package dev.promptcards.assertion.judged;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.judge.Examiner;
import dev.promptcards.assertion.judge.Parallel;
import dev.promptcards.assertion.judge.Rubric;
import dev.promptcards.assertion.judge.Unanswered;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.JudgedAssertion.ConversationRelevance;
import dev.promptcards.assertion.structure.EmbeddedJson;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// The kind `conversation-relevance`: for each exchange, whether its answer has to do with it and
/// with the few before it. The conversation is the variable `_conversation`, or the prompt and its
/// answer.
///
/// @see <a href="https://deepeval.com/docs/metrics-turn-relevancy">DeepEval</a>
final class Conversations {

    private static final JsonMapper PRETTY = new JsonMapper();

    /// @param complaint why the answer is not relevant, where the grader said so
    private record Window(boolean relevant, String complaint) {}

    private Conversations() {}

    static Finding judge(ConversationRelevance assertion, JudgedInput input, Examiner examiner) {
        List<JsonNode> exchanges = exchanges(input);
        List<Callable<Window>> work = new ArrayList<>();
        for (int i = 0; i < exchanges.size(); i++) {
            List<JsonNode> window =
                    exchanges.subList(Math.max(0, i - assertion.window() + 1), i + 1);
            work.add(() -> look(window, examiner));
        }
        List<Window> windows = Parallel.all(work);
        long relevant = windows.stream().filter(Window::relevant).count();
        double share = (double) relevant / windows.size();
        String complaints =
                windows.stream()
                        .map(Window::complaint)
                        .filter(complaint -> !complaint.isEmpty())
                        .collect(Collectors.joining("; "));
        return Verdict.of(
                share >= assertion.threshold() - Verdict.EPSILON,
                share,
                "%d out of %d conversation windows were relevant%s"
                        .formatted(
                                relevant,
                                windows.size(),
                                complaints.isEmpty() ? "" : ": " + complaints));
    }

    private static List<JsonNode> exchanges(JudgedInput input) {
        JsonNode conversation = input.setting().vars().path("_conversation");
        if (conversation.isArray() && !conversation.isEmpty()) {
            return conversation.valueStream().toList();
        }
        if (input.prompt().isEmpty()) {
            throw Unanswered.unusable("conversation-relevance must have a prompt");
        }
        ObjectNode only = input.setting().vars().objectNode();
        return List.of(only.put("input", input.prompt()).put("output", input.text()));
    }

    private static Window look(List<JsonNode> window, Examiner examiner) {
        Optional<JsonNode> chosen = examiner.rubricPrompt();
        ObjectNode vars = chosen.isPresent() ? examiner.caseVars() : examiner.noVars();
        if (chosen.isPresent()) {
            ArrayNode messages = vars.putArray("messages");
            window.forEach(messages::add);
        } else {
            vars.put("messages", messages(window, examiner));
        }
        String template = examiner.template(chosen, Rubric.CONVERSATION_RELEVANCE);
        JsonNode verdict =
                EmbeddedJson.first(examiner.text(template, vars))
                        .orElseThrow(() -> Unanswered.failed("No JSON object found in response"));
        boolean yes = verdict.path("verdict").asText().equals("yes");
        if (!yes && !verdict.path("verdict").asText().equals("no")) {
            throw Unanswered.failed("Conversation relevance grader returned an invalid verdict");
        }
        return new Window(yes, yes ? "" : verdict.path("reason").asText(""));
    }

    private static String messages(List<JsonNode> window, Examiner examiner) {
        ArrayNode messages = examiner.noVars().arrayNode();
        for (JsonNode exchange : window) {
            message(messages, "user", exchange.path("input"));
            message(messages, "assistant", exchange.path("output"));
        }
        try {
            return PRETTY.writerWithDefaultPrettyPrinter().writeValueAsString(messages);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void message(ArrayNode messages, String role, JsonNode content) {
        messages.addObject().put("role", role).put("content", JavaScriptText.string(content));
    }
}
