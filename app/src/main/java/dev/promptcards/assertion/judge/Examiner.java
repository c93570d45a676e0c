package dev.promptcards.assertion.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.judge.Judge.Question;
import dev.promptcards.assertion.judge.Judge.Reply;
import dev.promptcards.assertion.judge.Judge.Task;
import dev.promptcards.assertion.kind.JudgedAssertion.Grading;

import java.util.List;
import java.util.Optional;

/// Puts the questions of one assertion: by the prompt and to the provider the assertion chose, or
/// else its case. What is no answer is thrown as [Unanswered].
public record Examiner(Setting setting, Grading grading, Prompting prompting, Scripts scripts) {

    /// A new object for the variables of a question, with those of the case in it.
    public ObjectNode caseVars() {
        return setting.vars().deepCopy();
    }

    /// A new object for the variables of a question that sees none of the case.
    public ObjectNode noVars() {
        return setting.vars().objectNode();
    }

    /// The rubric prompt the assertion or its case chose, of whatever shape.
    public Optional<JsonNode> rubricPrompt() {
        return grading.rubricPrompt().or(() -> option("rubricPrompt"));
    }

    /// The template of a chosen prompt, or of the standard one where none was chosen.
    public String template(Optional<JsonNode> chosen, Rubric standard) {
        if (chosen.isEmpty()) {
            return standard.template();
        }
        JsonNode prompt =
                Scripts.isScript(chosen.get())
                        ? scripts.call(setting.scope(), chosen.get(), List.of())
                        : chosen.get();
        if (prompt.asText().startsWith("file://")) {
            throw Unanswered.unusable("\"rubricPrompt\" must be the content of the file it names");
        }
        return prompt.isTextual() ? prompt.textValue() : prompt.toString();
    }

    /// A model's answer, as a text, by the chosen prompt or the standard one. Variables that are
    /// objects show as their JSON.
    public String text(Rubric standard, ObjectNode vars) {
        return text(template(rubricPrompt(), standard), Prompting.flat(vars));
    }

    /// A model's answer, as a text.
    public String text(String template, ObjectNode vars) {
        JsonNode answer = answer(template, vars);
        if (!answer.isTextual()) {
            throw Unanswered.unusable("The grader produced a malformed response: " + answer);
        }
        return answer.textValue();
    }

    /// A model's answer, a text or JSON; never empty.
    public JsonNode answer(String template, ObjectNode vars) {
        JsonNode answer = ask(Task.TEXT, prompting.render(setting.scope(), template, vars));
        if (isNothing(answer)) {
            throw Unanswered.failed("No output");
        }
        return answer;
    }

    /// What a model or a service says.
    public JsonNode ask(Task task, JsonNode input) {
        Optional<JsonNode> provider = grading.provider().or(() -> option("provider"));
        return answered(setting.judge().ask(new Question(task, provider, input)));
    }

    /// A choice of the case.
    public Optional<JsonNode> option(String name) {
        return Optional.of(setting.options().path(name)).filter(choice -> !isNothing(choice));
    }

    private static JsonNode answered(Reply reply) {
        return switch (reply) {
            case Reply.Answered(JsonNode output) -> output;
            case Reply.Failed(String reason) -> throw Unanswered.failed(reason);
            case Reply.Nobody(String reason) -> throw Unanswered.unusable(reason);
        };
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.textValue().isEmpty())
                || (value.isContainerNode() && value.isEmpty());
    }
}
