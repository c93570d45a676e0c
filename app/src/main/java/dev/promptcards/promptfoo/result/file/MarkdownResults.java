package dev.promptcards.promptfoo.result.file;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.result.CaseName;
import dev.promptcards.promptfoo.result.EvaluateResult;
import dev.promptcards.promptfoo.result.Outcome;
import dev.promptcards.promptfoo.result.RunFacts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Markdown for the comment on a pull request: the headline, the columns, what turned, then the
/// failures folded. A comment of GitHub's holds 65,536 characters, so this stays under 60,000.
final class MarkdownResults implements ResultWriter {

    private static final int LONGEST = 60_000;
    private static final int LAST_LINE = 200;
    private static final int KEPT = 100;
    private static final int TEXT = 1_500;
    private static final int LINE = 160;

    private final OutputFile file;
    private final RunFacts facts;
    private final List<String> failures = new ArrayList<>();
    private int failed;

    MarkdownResults(OutputFile file, RunFacts facts) {
        this.file = file;
        this.facts = facts;
    }

    @Override
    public void write(JsonNode execution) {
        if (Outcome.of(execution) == Outcome.PASSED) {
            return;
        }
        failed++;
        if (failures.size() < KEPT) {
            failures.add(failure(execution));
        }
    }

    @Override
    public void finish(Ending ending) throws IOException {
        StringBuilder text =
                new StringBuilder(new MarkdownSummary(facts, ending).text(LONGEST / 2));
        if (failed > 0) {
            text.append("\n#### What did not pass\n\n");
        }
        int shown = 0;
        for (String failure : failures) {
            if (text.length() + failure.length() > LONGEST - LAST_LINE) {
                break;
            }
            text.append(failure);
            shown++;
        }
        if (shown < failed) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "\n… and %,d more; the other files of this run have them all.\n",
                            failed - shown));
        }
        file.writer().write(text.toString());
        file.finish();
    }

    private static String failure(JsonNode execution) {
        Outcome outcome = Outcome.of(execution);
        String column =
                execution.path("providerLabel").asText("").isEmpty()
                        ? execution.path("provider").asText("")
                        : execution.path("providerLabel").asText("");
        String message = outcome.message(execution);
        StringBuilder text = new StringBuilder("<details><summary>");
        text.append(outcome == Outcome.FAILED ? "❌ " : "⚠️ ");
        text.append(MarkdownText.inline(CaseName.of(execution), LINE)).append(" on ");
        text.append(MarkdownText.inline(column, 60)).append(": ");
        text.append(MarkdownText.inline(message, LINE)).append("</summary>\n\n");
        text.append("Reason\n\n").append(MarkdownText.block(message, TEXT));
        String output = EvaluateResult.text(execution.path("output"));
        if (!output.isEmpty()) {
            text.append("\nOutput\n\n").append(MarkdownText.block(output, TEXT));
        }
        String prompt = EvaluateResult.text(execution.path("prompt"));
        if (!prompt.isEmpty()) {
            text.append("\nPrompt\n\n").append(MarkdownText.block(prompt, TEXT));
        }
        return text.append("\n</details>\n").toString();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
