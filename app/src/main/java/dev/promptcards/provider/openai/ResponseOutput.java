package dev.promptcards.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.Prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The items of a response, made one text as promptfoo makes it: what each of them says, a line
/// after the other. A call of a function is its JSON; a refusal stands for the whole.
///
/// @param refusal empty where nothing was refused
/// @param annotations of the texts: what they cite
record ResponseOutput(String text, Optional<String> refusal, boolean calls, ArrayNode annotations) {

    private static final String NO_ARGUMENTS =
            "Function called but no arguments were extracted. Consider using the correct Responses"
                    + " API tool format.";

    /// @param showThinking whether summaries of reasoning are part of the output
    static ResponseOutput of(JsonNode items, boolean showThinking) {
        List<String> said = new ArrayList<>();
        Optional<String> refusal = Optional.empty();
        boolean calls = false;
        ArrayNode annotations = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : items) {
            Optional<String> refused = refusal(item);
            refusal = refused.isPresent() ? refused : refusal;
            if (refused.isEmpty()) {
                said.add(said(item, showThinking));
            }
            calls |= item.path("type").asText().equals("function_call");
            item.path("content").forEach(c -> c.path("annotations").forEach(annotations::add));
        }
        said.removeIf(String::isEmpty);
        return new ResponseOutput(String.join("\n", said), refusal, calls, annotations);
    }

    JsonNode output() {
        return new TextNode(refusal.orElse(text));
    }

    private static Optional<String> refusal(JsonNode item) {
        if (!isAnswer(item)) {
            return Optional.empty();
        }
        return item.path("content")
                .valueStream()
                .filter(part -> part.path("type").asText().equals("refusal"))
                .findFirst()
                .or(() -> Optional.of(item))
                .map(part -> part.path("refusal"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    private static boolean isAnswer(JsonNode item) {
        return item.path("type").asText().equals("message")
                && item.path("role").asText().equals("assistant");
    }

    private static String said(JsonNode item, boolean showThinking) {
        return switch (item.path("type").asText()) {
            case "message" -> isAnswer(item) ? message(item.path("content")) : "";
            case "function_call" -> call(item);
            case "tool_result" -> item.toString();
            case "reasoning" -> showThinking ? reasoning(item.path("summary")) : "";
            case "web_search_call" -> search(item) + failure(item);
            case "code_interpreter_call" ->
                    "Code Interpreter: " + text(item, "code", "Running code...") + failure(item);
            case "mcp_list_tools" ->
                    "MCP Tools from %s: %s"
                            .formatted(
                                    item.path("server_label").asText(),
                                    Prompt.of(item.path("tools")).asText());
            case "mcp_call" ->
                    item.hasNonNull("error")
                            ? "MCP Tool Error (%s): %s"
                                    .formatted(text(item, "name", ""), text(item, "error", ""))
                            : "MCP Tool Result (%s): %s"
                                    .formatted(text(item, "name", ""), text(item, "output", ""));
            case "mcp_approval_request" ->
                    "MCP Approval Required for %s.%s: %s"
                            .formatted(
                                    text(item, "server_label", ""),
                                    text(item, "name", ""),
                                    text(item, "arguments", ""));
            default -> "";
        };
    }

    private static String message(JsonNode content) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            switch (part.path("type").asText()) {
                case "output_text" -> text.append(part.path("text").asText());
                case "tool_use", "function_call" -> {
                    text.setLength(0);
                    text.append(part);
                }
                default -> {
                    // Nothing that is said.
                }
            }
        }
        return text.toString();
    }

    private static String call(JsonNode item) {
        boolean empty =
                item.path("arguments").asText().equals("{}")
                        && item.path("status").asText().equals("completed");
        return empty
                ? JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "function_call")
                        .put("name", item.path("name").asText())
                        .put("status", "no_arguments_provided")
                        .put("note", NO_ARGUMENTS)
                        .toString()
                : item.toString();
    }

    private static String reasoning(JsonNode summary) {
        return summary.isEmpty()
                ? ""
                : summary.valueStream()
                        .map(part -> part.path("text").asText())
                        .collect(Collectors.joining("\n", "Reasoning: ", ""));
    }

    private static String search(JsonNode item) {
        JsonNode action = item.path("action");
        return switch (action.path("type").asText()) {
            case "" -> "Web Search Call (status: %s)".formatted(text(item, "status", "unknown"));
            case "search" -> "Web Search: \"%s\"".formatted(text(action, "query", ""));
            case "open_page" -> "Opening page: " + text(action, "url", "");
            case "find_in_page" -> "Finding in page: \"%s\"".formatted(text(action, "query", ""));
            default -> "Web action: " + text(action, "type", "");
        };
    }

    private static String failure(JsonNode item) {
        return item.path("status").asText().equals("failed") && item.hasNonNull("error")
                ? " (Error: %s)".formatted(text(item, "error", ""))
                : "";
    }

    private static String text(JsonNode item, String member, String otherwise) {
        JsonNode value = item.path(member);
        return value.isContainerNode() ? value.toString() : value.asText(otherwise);
    }
}
