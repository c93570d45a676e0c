package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Usage;
import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.QueueBatch;
import dev.promptcards.run.ModelName;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/// The life of one item, on a virtual thread: render, look for a stored answer, record the intent,
/// call, keep the bytes, grade, settle. `docs/run-states.md` draws where it can go.
@Singleton
class ItemWork {

    private static final String DEAD_WORKER = "the worker died after the request had left";

    private final Rendering rendering;
    private final Grading grading;
    private final ResponseStore responses;
    private final Setbacks setbacks;
    private final Ledger ledger;
    private final Unsettled unsettled;
    private final ObjectMapper json;

    ItemWork(
            Rendering rendering,
            Grading grading,
            ResponseStore responses,
            Setbacks setbacks,
            Ledger ledger,
            Unsettled unsettled,
            ObjectMapper json) {
        this.rendering = rendering;
        this.grading = grading;
        this.responses = responses;
        this.setbacks = setbacks;
        this.ledger = ledger;
        this.unsettled = unsettled;
        this.json = json;
    }

    /// Nothing of the run is in work any more.
    void end(RunPlan plan) {
        unsettled.forget(plan);
    }

    /// Carries the item as far as it goes; whatever happens, the item is settled, held or back in
    /// the queue afterwards, or somebody else's.
    ///
    /// @param known variables from items before it
    void carryOut(RunGate gate, ClaimedItem item, CaseInput input, ObjectNode known)
            throws InterruptedException {
        var plan = gate.plan();
        var part = plan.columns().get(item.column());
        var target = plan.target(part, input);
        var begun =
                Attempted.begun(json, item, input)
                        .on(ownModel(target, input))
                        .toldLater(plan.run().serial() && part.template().names("_conversation"));
        if (input.testCase().unsupported().isPresent()) {
            ledger.settled(plan, begun.error(input.testCase().unsupported().get()));
            return;
        }
        switch (rendering.render(plan, part, target, input, known)) {
            case Rendering.Result.Failed(String reason) ->
                    ledger.settled(plan, begun.error(reason));
            case Rendering.Result.Rendered(var prompt, var vars, var settings) -> {
                var request = new ProviderRequest(prompt, vars, settings);
                var attempted = begun.rendered(prompt.asText());
                answer(new Try(gate, part, target, request, attempted));
            }
        }
    }

    /// Ends the item as an error, whatever it is.
    void fail(RunPlan plan, ClaimedItem item, CaseInput input, String error) {
        ledger.settled(plan, Attempted.begun(json, item, input).error(error));
    }

    private static Optional<ModelName> ownModel(Target target, CaseInput input) {
        return input.overrides().provider().map(_ -> target.name());
    }

    private void answer(Try attempt) throws InterruptedException {
        var given = attempt.attempted().input().overrides().providerOutput();
        if (given.isPresent()) {
            grade(attempt, given(given.get()), false);
            return;
        }
        switch (attempt.target().resolved()) {
            case Resolved.Ready(Provider provider) -> answer(attempt, provider);
            case Resolved.Unsupported(String reason) ->
                    ledger.settled(attempt.plan(), attempt.attempted().error(reason));
            case Resolved.Misconfigured(String reason) ->
                    ledger.settled(attempt.plan(), attempt.attempted().error(reason));
        }
    }

    /// An answer nobody was called for: it took no time and cost nothing.
    private static Answer given(JsonNode output) {
        return Answer.of(output, Optional.of(Usage.NONE), OptionalDouble.of(0), Duration.ZERO);
    }

    private void answer(Try attempt, Provider provider) throws InterruptedException {
        var plan = attempt.plan();
        var item = attempt.item();
        var request = attempt.request();
        if (!provider.metered()) {
            settle(attempt, attempt.gate().call(() -> provider.call(request)), false);
            return;
        }
        var hash = RequestHash.of(plan, provider, request, item);
        var asking = attempt.with(attempt.attempted().asking(hash));
        // Where the run wants no cache, only the item itself finds its answer, in a later life.
        if (plan.run().useCache() || item.fence() > 1) {
            var stored = responses.find(plan.key().workspace(), hash);
            if (stored.isPresent()) {
                var latency = Duration.ofMillis(stored.get().latencyMillis());
                var read = provider.read(stored.get().body(), request.settings(), latency);
                // What this very item paid for, before its worker died, is no cache hit.
                settle(asking, read, !Arrays.equals(hash, item.sentHash()));
                return;
            }
        }
        if (item.outcomeLost()) {
            setbacks.lost(plan, asking.attempted(), DEAD_WORKER);
            return;
        }
        call(asking, provider, hash);
    }

    private void call(Try attempt, Provider provider, byte[] hash) throws InterruptedException {
        var gate = attempt.gate();
        var item = attempt.item();
        ProviderResult result;
        // The provider's limits first: what still waits for its turn has not been sent.
        try (var _ = gate.intent();
                var turn = provider.turn()) {
            if (gate.isClosed()) {
                return;
            }
            var intent = new QueueBatch.Sent(item.number(), item.fence(), hash);
            if (!ledger.sent(attempt.plan(), intent)) {
                return;
            }
            result = gate.call(() -> turn.call(attempt.request()));
        }
        var sent = attempt.with(attempt.attempted().sentOnce());
        switch (result) {
            case ProviderResult.Completed(byte[] body, var answer) -> {
                unsettled.add(attempt.plan(), item, answer.costUsd());
                ledger.response(attempt.plan(), hash, body, answer.latency().toMillis());
            }
            case ProviderResult.RateLimited _,
                    ProviderResult.Unavailable _,
                    ProviderResult.Rejected _,
                    ProviderResult.Lost _,
                    ProviderResult.Malformed _ -> {}
        }
        settle(sent, result, false);
    }

    private void settle(Try attempt, ProviderResult result, boolean cached) {
        var plan = attempt.plan();
        switch (result) {
            case ProviderResult.Completed(_, var answer) -> grade(attempt, answer, cached);
            case ProviderResult.RateLimited(_, String message) ->
                    setbacks.refused(attempt.plan(), attempt.attempted(), result, message);
            case ProviderResult.Unavailable(_, String message) ->
                    setbacks.refused(attempt.plan(), attempt.attempted(), result, message);
            case ProviderResult.Rejected(_, String message) ->
                    ledger.settled(plan, attempt.attempted().error(message));
            case ProviderResult.Malformed(String message, _) ->
                    ledger.settled(plan, attempt.attempted().error(message));
            case ProviderResult.Lost(String message) ->
                    setbacks.lost(plan, attempt.attempted(), message);
        }
    }

    private void grade(Try attempt, Answer answer, boolean cached) {
        var result =
                grading.grade(
                        attempt.gate(),
                        attempt.part(),
                        attempt.target(),
                        attempt.attempted(),
                        attempt.request(),
                        answer,
                        cached);
        switch (result) {
            case Grading.Result.Graded(var execution) -> ledger.settled(attempt.plan(), execution);
            case Grading.Result.Unknown(var execution) -> ledger.held(attempt.plan(), execution);
            case Grading.Result.Abandoned() -> {}
        }
    }

    /// One try of an item, and what it is tried with.
    private record Try(
            RunGate gate,
            RunPlan.Part part,
            Target target,
            ProviderRequest request,
            Attempted attempted) {

        RunPlan plan() {
            return gate.plan();
        }

        ClaimedItem item() {
            return attempted.item();
        }

        Try with(Attempted other) {
            return new Try(gate, part, target, request, other);
        }
    }
}
