package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What the text of a request asks [FakeModel] to answer:
///
/// | marker | the answer |
/// | --- | --- |
/// | `<<rN:TEXT>>` | TEXT; of several the highest digit N counts, among equals the last; `\n` is a
/// line |
/// | `<<empty>>` | an empty text |
/// | `<<finish:REASON>>` | that finish reason instead of `stop` |
/// | `<<status:400>>` | that HTTP status with an error body |
/// | `<<tools:[{"name": …, "arguments": …}]>>` | tool calls and no text |
/// | `<<fn:{"name": …, "arguments": …}>>` | a function call of the old kind and no text |
/// | `<<lp:-0.1,-0.5>>` | log probabilities of tokens |
///
/// Without a marker it is `echo: ` and the last message, and `UNMARKED` from a model whose name
/// holds `judge`, so that no verdict hangs on the words of a grading prompt.
record Markers(String text) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ANSWER = Pattern.compile("<<r(\\d):(.*?)>>", Pattern.DOTALL);

    Optional<Integer> status() {
        return last("<<status:(\\d+)>>").map(Integer::valueOf);
    }

    String answer(String model, String lastMessage) {
        if (text.contains("<<empty>>")) {
            return "";
        }
        int best = -1;
        String answer = model.contains("judge") ? "UNMARKED" : "echo: " + lastMessage;
        for (MatchResult found : ANSWER.matcher(text).results().toList()) {
            int rank = Integer.parseInt(found.group(1));
            if (rank >= best) {
                best = rank;
                answer = found.group(2).replace("\\n", "\n");
            }
        }
        return answer;
    }

    /// One element of `choices`.
    ObjectNode choice(String answer) {
        ObjectNode message =
                JSON.createObjectNode().put("role", "assistant").put("content", answer);
        ObjectNode choice = JSON.createObjectNode().put("index", 0);
        choice.set("message", message);
        choice.put("finish_reason", "stop").putNull("logprobs");
        last("<<tools:(\\[.*?])>>")
                .ifPresent(
                        calls -> {
                            message.putNull("content").set("tool_calls", toolCalls(read(calls)));
                            choice.put("finish_reason", "tool_calls");
                        });
        last("<<fn:(\\{.*?})>>")
                .ifPresent(
                        call -> {
                            message.putNull("content").set("function_call", call(read(call)));
                            choice.put("finish_reason", "function_call");
                        });
        last("<<finish:([a-z_A-Z]+)>>").ifPresent(reason -> choice.put("finish_reason", reason));
        last("<<lp:([-0-9., ]+)>>").ifPresent(values -> choice.set("logprobs", tokens(values)));
        return choice;
    }

    private static ArrayNode toolCalls(JsonNode calls) {
        var written = JSON.createArrayNode();
        for (var call : calls) {
            written.addObject()
                    .put("id", "call_" + (written.size() - 1))
                    .put("type", "function")
                    .set("function", call(call));
        }
        return written;
    }

    private static ObjectNode call(JsonNode call) {
        var arguments = call.path("arguments");
        return JSON.createObjectNode()
                .put("name", call.path("name").asText())
                .put(
                        "arguments",
                        arguments.isTextual() ? arguments.asText() : arguments.toString());
    }

    private static ObjectNode tokens(String values) {
        var logProbs = JSON.createObjectNode();
        var content = logProbs.putArray("content");
        for (var value : values.split(",", -1)) {
            content.addObject()
                    .put("token", "t" + content.size())
                    .put("logprob", Double.parseDouble(value))
                    .putArray("top_logprobs");
        }
        return logProbs;
    }

    private Optional<String> last(String pattern) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .reduce((_, later) -> later);
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
