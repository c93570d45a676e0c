package dev.promptcards.run.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.NumberRange;
import dev.promptcards.run.History;
import dev.promptcards.tenancy.WorkspaceTransactions;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the cases of a serial run know of those before them: outputs stored under a name, and the
/// conversation of their column. It is read from stored executions, so a run that was killed goes
/// on with the same history.
final class SerialMemory {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunPlan plan;
    private final WorkspaceTransactions transactions;
    private final Map<String, ArrayNode> conversations = new HashMap<>();
    private ObjectNode registers = JsonNodeFactory.instance.objectNode();
    private int next;

    SerialMemory(RunPlan plan, WorkspaceTransactions transactions) {
        this.plan = plan;
        this.transactions = transactions;
    }

    /// The variables an item finds beside its case's own.
    synchronized ObjectNode before(ClaimedItem item, CaseInput input) {
        recall(item.number());
        ObjectNode known = JsonNodeFactory.instance.objectNode();
        var part = plan.columns().get(item.column());
        if (part.template().names("_conversation")
                && !input.options().path("disableConversationVar").asBoolean(false)) {
            var id = Optional.ofNullable(input.metadata().path("conversationId").textValue());
            var said = conversations.get(key(item.column(), id));
            known.set("_conversation", said == null ? known.arrayNode() : said.deepCopy());
        }
        known.setAll(registers);
        return known;
    }

    /// Reads on to the item; from the beginning where an earlier one is tried again.
    private void recall(int number) {
        if (number < next) {
            next = 0;
            conversations.clear();
            registers = JsonNodeFactory.instance.objectNode();
        }
        if (number == next) {
            return;
        }
        var range = new NumberRange(next, number - 1);
        transactions
                .inWorkspace(
                        plan.key().workspace(),
                        handle -> History.read(handle, plan.key(), plan.run(), range))
                .forEach(this::add);
        next = number;
    }

    private void add(History.Turn turn) {
        JsonNode output = output(turn);
        var name = turn.storeOutputAs();
        if (name != null && !isFalsy(output)) {
            registers.set(name, output);
        }
        if (plan.columns().get(turn.columnNumber()).template().names("_conversation")) {
            var id = Optional.ofNullable(turn.conversationId());
            var entry =
                    conversations
                            .computeIfAbsent(
                                    key(turn.columnNumber(), id),
                                    _ -> JsonNodeFactory.instance.arrayNode())
                            .addObject();
            JsonNode prompt = parsed(turn.renderedPrompt());
            entry.set("prompt", prompt);
            entry.set("input", lastInput(prompt));
            var said = turn.said();
            JsonNode answer =
                    said == null ? entry.objectNode().set("output", output) : parsed(said);
            JsonNode words = answer.path("output");
            entry.set("output", isFalsy(words) ? TextNode.valueOf("") : words);
            if (answer.has("metadata")) {
                entry.set("metadata", answer.get("metadata"));
            }
        }
    }

    private static JsonNode output(History.Turn turn) {
        var text = turn.output();
        if (text == null) {
            return TextNode.valueOf("");
        }
        return turn.outputIsJson() ? parsed(text) : TextNode.valueOf(text);
    }

    /// What JavaScript takes for false, which an empty object or list is not.
    private static boolean isFalsy(JsonNode value) {
        return value.isValueNode()
                && (value.isNull()
                        || value.isTextual() && value.textValue().isEmpty()
                        || value.isBoolean() && !value.booleanValue()
                        || value.isNumber() && value.doubleValue() == 0);
    }

    /// Of messages what the last one says, as promptfoo has it; else the whole prompt.
    private static JsonNode lastInput(JsonNode prompt) {
        if (!prompt.isArray() || prompt.isEmpty()) {
            return prompt;
        }
        JsonNode last = prompt.get(prompt.size() - 1);
        return last.hasNonNull("content") ? last.get("content") : last;
    }

    private static JsonNode parsed(String text) {
        try {
            JsonNode value = JSON.readTree(text);
            return value.isMissingNode() || value.isNull() ? TextNode.valueOf(text) : value;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private static String key(int column, Optional<String> conversation) {
        return column + conversation.map(id -> ":" + id).orElse("");
    }
}
