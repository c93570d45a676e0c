package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.assertion.judge.Judge;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.Resolved;
import dev.promptcards.run.GradingCost;

import java.util.Optional;

/// The judge of one item: asks providers through the limits, the gate and the memory that the
/// item's own request goes through.
final class RunJudge implements Judge {

    private final RunGate gate;
    private final PaidCalls paid;
    private final Webhooks webhooks;
    private final Graders graders;

    RunJudge(RunGate gate, PaidCalls paid, Webhooks webhooks) {
        this.gate = gate;
        this.paid = paid;
        this.webhooks = webhooks;
        this.graders = gate.plan().graders();
    }

    @Override
    public Reply ask(Question question) {
        return switch (graders.of(question)) {
            case Graders.Choice.Wrong(String reason) -> new Reply.Nobody(reason);
            case Graders.Choice.Found(Target target) ->
                    switch (target.resolved()) {
                        case Resolved.Ready(Provider provider) -> ask(provider, request(question));
                        case Resolved.Unsupported(String reason) -> new Reply.Nobody(reason);
                        case Resolved.Misconfigured(String reason) -> new Reply.Nobody(reason);
                    };
        };
    }

    @Override
    public Reply post(String url, JsonNode body) {
        return webhooks.post(url, body, Webhooks.patience(gate.plan().env()));
    }

    /// What was paid, so far.
    GradingCost cost() {
        return paid.spending().total();
    }

    /// That a judge's answer was lost, and the run wants somebody to decide.
    Optional<String> lost() {
        return paid.lost();
    }

    /// Whether the item is to be left as it is: this process ends, or the item is another's.
    boolean isAbandoned() {
        return paid.isAbandoned();
    }

    private Reply ask(Provider provider, ProviderRequest request) {
        try {
            return provider.metered() ? paid.ask(provider, request) : free(provider, request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return paid.abandoned();
        }
    }

    private Reply free(Provider provider, ProviderRequest request) throws InterruptedException {
        return switch (gate.call(() -> provider.call(request))) {
            case ProviderResult.Completed(_, var answer) -> {
                paid.spending().add(answer, true);
                yield new Reply.Answered(answer.output());
            }
            case ProviderResult.RateLimited(_, String message) -> new Reply.Failed(message);
            case ProviderResult.Unavailable(_, String message) -> new Reply.Failed(message);
            case ProviderResult.Rejected(_, String message) -> new Reply.Failed(message);
            case ProviderResult.Malformed(String message, _) -> new Reply.Failed(message);
            case ProviderResult.Lost(String message) -> new Reply.Failed(message);
        };
    }

    private static ProviderRequest request(Question question) {
        var none = JsonNodeFactory.instance.objectNode();
        return new ProviderRequest(prompt(question), none, none);
    }

    private static Prompt prompt(Question question) {
        JsonNode input = question.input();
        if (question.task() == Task.TEXT) {
            return input.isTextual() ? Prompt.of(input.textValue()) : Prompt.of(input);
        }
        return new Prompt.Text(input.isTextual() ? input.textValue() : input.toString());
    }
}
