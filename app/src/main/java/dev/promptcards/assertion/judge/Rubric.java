package dev.promptcards.assertion.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The prompts judges are asked with where nobody chose another: those of promptfoo 0.121.20, which
/// took some from RAGAS, DeepEval and OpenAI's evals. Their licences are in `NOTICE.txt` beside
/// them.
public enum Rubric {
    LLM_RUBRIC("llm-rubric.json"),
    FACTUALITY("factuality.json"),
    CLOSED_QA("model-graded-closedqa.json"),
    SELECT_BEST("select-best.json"),
    G_EVAL_STEPS("g-eval-steps.txt"),
    G_EVAL_EVALUATE("g-eval-evaluate.txt"),
    ANSWER_RELEVANCE("answer-relevance.txt"),
    CONTEXT_RECALL("context-recall.txt"),
    CONTEXT_RELEVANCE("context-relevance.txt"),
    FAITHFULNESS_STATEMENTS("context-faithfulness-statements.txt"),
    FAITHFULNESS_VERDICTS("context-faithfulness-verdicts.txt"),
    CONVERSATION_RELEVANCE("conversation-relevance.txt");

    private final String template;

    Rubric(String resource) {
        try (InputStream content =
                Objects.requireNonNull(Rubric.class.getResourceAsStream(resource), resource)) {
            template = new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The prompt, a template; JSON where it is a chat.
    public String template() {
        return template;
    }
}
