package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.RetryPolicy;
import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.QueueBatch;
import dev.promptcards.run.OnUnknown;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// The life of one item, on a virtual thread: render, look for a stored answer, record the intent,
/// call, keep the bytes, grade, settle. `docs/run-states.md` draws where it can go.
@Singleton
class ItemWork {

    private static final String DEAD_WORKER = "the worker died after the request had left";

    private final Rendering rendering;
    private final Grading grading;
    private final ResponseStore responses;
    private final Ledger ledger;
    private final ObjectMapper json;

    ItemWork(
            Rendering rendering,
            Grading grading,
            ResponseStore responses,
            Ledger ledger,
            ObjectMapper json) {
        this.rendering = rendering;
        this.grading = grading;
        this.responses = responses;
        this.ledger = ledger;
        this.json = json;
    }

    /// Carries the item as far as it goes; whatever happens, the item is settled, held or back in
    /// the queue afterwards, or somebody else's.
    void carryOut(RunGate gate, ClaimedItem item, CaseInput input) throws InterruptedException {
        var plan = gate.plan();
        var bare = new Attempted(json, item, input, "", item.sends(), null);
        if (input.testCase().unsupported().isPresent()) {
            ledger.settled(plan, bare.error(input.testCase().unsupported().get()));
            return;
        }
        var part = plan.columns().get(item.column());
        switch (rendering.render(plan, part, input)) {
            case Rendering.Result.Failed(String reason) -> ledger.settled(plan, bare.error(reason));
            case Rendering.Result.Rendered(var prompt, var vars) -> {
                var request = new ProviderRequest(prompt, vars, part.settings());
                answer(gate, part, item, input, request);
            }
        }
    }

    private void answer(
            RunGate gate,
            RunPlan.Part part,
            ClaimedItem item,
            CaseInput input,
            ProviderRequest request)
            throws InterruptedException {
        var plan = gate.plan();
        var provider = part.provider();
        var text = request.prompt().asText();
        if (!provider.metered()) {
            var attempted = new Attempted(json, item, input, text, item.sends(), null);
            var result = gate.call(() -> provider.call(request));
            settle(new Try(plan, part, item, request, attempted), result, false);
            return;
        }
        var hash = RequestHash.of(plan, provider, request, item);
        var attempted = new Attempted(json, item, input, text, item.sends(), hash);
        var attempt = new Try(plan, part, item, request, attempted);
        if (plan.run().useCache() || item.outcomeLost()) {
            var stored = responses.find(plan.key().workspace(), hash);
            if (stored.isPresent()) {
                var latency = Duration.ofMillis(stored.get().latencyMillis());
                var read = provider.read(stored.get().body(), request.settings(), latency);
                // An answer that this very item paid for, before its worker died, is no cache hit.
                settle(attempt, read, !item.outcomeLost());
                return;
            }
        }
        if (item.outcomeLost()) {
            lost(attempt, DEAD_WORKER);
            return;
        }
        call(gate, attempt, hash);
    }

    private void call(RunGate gate, Try attempt, byte[] hash) throws InterruptedException {
        var item = attempt.item();
        ProviderResult result;
        // The provider's limits first: what still waits for its turn has not been sent.
        try (var _ = gate.intent();
                var turn = attempt.part().provider().turn()) {
            if (gate.isClosed()) {
                return;
            }
            var intent = new QueueBatch.Sent(item.number(), item.fence(), hash);
            if (!ledger.sent(attempt.plan(), intent)) {
                return;
            }
            result = gate.call(() -> turn.call(attempt.request()));
        }
        var sent = attempt.sentOnce();
        switch (result) {
            case ProviderResult.Completed(byte[] body, var answer) ->
                    ledger.response(attempt.plan(), hash, body, answer.latency().toMillis());
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
            case ProviderResult.Completed(_, var answer) ->
                    ledger.settled(
                            plan,
                            grading.grade(
                                    plan,
                                    attempt.part(),
                                    attempt.attempted(),
                                    attempt.request(),
                                    answer,
                                    cached));
            case ProviderResult.RateLimited(_, String message) -> refused(attempt, result, message);
            case ProviderResult.Unavailable(_, String message) -> refused(attempt, result, message);
            case ProviderResult.Rejected(_, String message) ->
                    ledger.settled(plan, attempt.attempted().error(message));
            case ProviderResult.Malformed(String message, _) ->
                    ledger.settled(plan, attempt.attempted().error(message));
            case ProviderResult.Lost(String message) -> lost(attempt, message);
        }
    }

    private void refused(Try attempt, ProviderResult result, String message) {
        var item = attempt.item();
        int tries = item.tries() + 1;
        var decision =
                RetryPolicy.DEFAULT.decide(
                        result, tries, attempt.attempted().sends(), ThreadLocalRandom.current());
        switch (decision) {
            case RetryPolicy.Decision.RetryAfter(Duration wait) ->
                    ledger.returned(attempt.plan(), goesBack(item, wait, true, message));
            case RetryPolicy.Decision.GiveUp() ->
                    ledger.settled(
                            attempt.plan(),
                            attempt.attempted()
                                    .error("%s (tried %d times)".formatted(message, tries)));
        }
    }

    /// The outcome is unknown: the run's policy decides.
    private void lost(Try attempt, String message) {
        var plan = attempt.plan();
        var item = attempt.item();
        int sends = attempt.attempted().sends();
        if (plan.run().onUnknown() == OnUnknown.HOLD) {
            ledger.held(plan, attempt.attempted().unknown(message));
            return;
        }
        var decision =
                RetryPolicy.DEFAULT.decide(
                        new ProviderResult.Lost(message),
                        item.tries() + sends,
                        sends - item.tries(),
                        ThreadLocalRandom.current());
        switch (decision) {
            case RetryPolicy.Decision.RetryAfter(Duration wait) ->
                    ledger.returned(plan, goesBack(item, wait, false, message));
            case RetryPolicy.Decision.GiveUp() ->
                    ledger.settled(
                            plan,
                            attempt.attempted()
                                    .error(
                                            "unknown outcome: %s (sent %d times)"
                                                    .formatted(message, sends)));
        }
    }

    private static QueueBatch.Returned goesBack(
            ClaimedItem item, Duration wait, boolean refused, String message) {
        return new QueueBatch.Returned(
                item.number(), item.fence(), wait.toMillis(), refused, message);
    }

    /// One try of an item, and what it is tried with.
    private record Try(
            RunPlan plan,
            RunPlan.Part part,
            ClaimedItem item,
            ProviderRequest request,
            Attempted attempted) {

        Try sentOnce() {
            var once = attempted;
            return new Try(
                    plan,
                    part,
                    item,
                    request,
                    new Attempted(
                            once.json(),
                            once.item(),
                            once.input(),
                            once.prompt(),
                            once.sends() + 1,
                            once.hash()));
        }
    }
}
