package dev.promptcards.run.worker;

import dev.promptcards.assertion.judge.Judge.Reply;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.RetryPolicy;
import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.JudgeCalls;
import dev.promptcards.run.OnUnknown;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;

/// The calls of one item to judges that bill. Nothing leaves before its intent is committed, bytes
/// are stored before they are used, and a question that was asked before is not asked again without
/// its being counted.
final class PaidCalls {

    private static final String LOST = "a judge was asked and its answer was lost: ";

    private final RunGate gate;
    private final ClaimedItem item;
    private final ResponseStore responses;
    private final Ledger ledger;
    private final Unsettled unsettled;
    private final BiFunction<RunPlan, ClaimedItem, Map<ByteBuffer, Boolean>> lookUp;
    private final JudgeSpending spending = new JudgeSpending();
    private final Map<ByteBuffer, CompletableFuture<Reply>> asked = new ConcurrentHashMap<>();

    private volatile boolean abandoned;
    private volatile Optional<String> lost = Optional.empty();
    private volatile Optional<Map<ByteBuffer, Boolean>> earlier = Optional.empty();

    /// @param lookUp what earlier workers asked for the item, and whether it was answered
    PaidCalls(
            RunGate gate,
            ClaimedItem item,
            ResponseStore responses,
            Ledger ledger,
            Unsettled unsettled,
            BiFunction<RunPlan, ClaimedItem, Map<ByteBuffer, Boolean>> lookUp) {
        this.gate = gate;
        this.item = item;
        this.responses = responses;
        this.ledger = ledger;
        this.unsettled = unsettled;
        this.lookUp = lookUp;
    }

    JudgeSpending spending() {
        return spending;
    }

    Optional<String> lost() {
        return lost;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    Reply abandoned() {
        abandoned = true;
        return new Reply.Failed("the worker was stopped before the judge was asked");
    }

    /// The answer to a question; asked twice for the item, it is paid for once.
    Reply ask(Provider provider, ProviderRequest request) throws InterruptedException {
        byte[] hash = RequestHash.of(gate.plan(), provider, request, item);
        var answer = new CompletableFuture<Reply>();
        var first = asked.putIfAbsent(ByteBuffer.wrap(hash), answer);
        if (first != null) {
            return first.join();
        }
        // Whoever waits for the same answer must not wait for ever.
        Reply reply = new Reply.Failed("the judge could not be asked");
        try {
            reply = answer(provider, request, hash);
        } finally {
            answer.complete(reply);
        }
        return reply;
    }

    private Reply answer(Provider provider, ProviderRequest request, byte[] hash)
            throws InterruptedException {
        spending.begin();
        var plan = gate.plan();
        var before = Optional.ofNullable(earlier().get(ByteBuffer.wrap(hash)));
        if (plan.run().useCache() || item.fence() > 1) {
            var stored = responses.find(plan.key().workspace(), hash);
            if (stored.isPresent()
                    && provider.read(
                                    stored.get().body(),
                                    request.settings(),
                                    Duration.ofMillis(stored.get().latencyMillis()))
                            instanceof ProviderResult.Completed(_, var answer)) {
                spending.add(answer, before.isPresent());
                return new Reply.Answered(answer.output());
            }
        }
        boolean sentBefore = before.isPresent();
        if (sentBefore && plan.run().onUnknown() == OnUnknown.HOLD) {
            return lost("its worker died");
        }
        return call(provider, request, hash, sentBefore ? 1 : 0);
    }

    private Reply call(Provider provider, ProviderRequest request, byte[] hash, int sentBefore)
            throws InterruptedException {
        var plan = gate.plan();
        var call = new JudgeCalls.Call(item.number(), item.fence(), hash);
        int tries = sentBefore;
        int sends = sentBefore;
        while (true) {
            ProviderResult result;
            try (var _ = gate.intent();
                    var turn = provider.turn()) {
                if (gate.isClosed() || !ledger.asks(plan, call)) {
                    return abandoned();
                }
                result = gate.call(() -> turn.call(request));
            }
            tries++;
            String message;
            switch (result) {
                case ProviderResult.Completed(byte[] body, var answer) -> {
                    unsettled.add(plan, item, answer.costUsd());
                    ledger.answers(plan, call, body, answer.latency().toMillis());
                    spending.add(answer, true);
                    return new Reply.Answered(answer.output());
                }
                case ProviderResult.Rejected(_, String reason) -> {
                    ledger.refused(plan, call);
                    return new Reply.Failed(reason);
                }
                case ProviderResult.Malformed(String reason, _) -> {
                    ledger.refused(plan, call);
                    return new Reply.Failed(reason);
                }
                case ProviderResult.RateLimited(_, String reason) -> {
                    ledger.refused(plan, call);
                    message = reason;
                }
                case ProviderResult.Unavailable(_, String reason) -> {
                    ledger.refused(plan, call);
                    message = reason;
                }
                case ProviderResult.Lost(String reason) -> {
                    if (plan.run().onUnknown() == OnUnknown.HOLD) {
                        return lost(reason);
                    }
                    sends++;
                    message = reason;
                }
            }
            switch (RetryPolicy.DEFAULT.decide(result, tries, sends, ThreadLocalRandom.current())) {
                case RetryPolicy.Decision.RetryAfter(Duration wait) -> Thread.sleep(wait);
                case RetryPolicy.Decision.GiveUp() -> {
                    return new Reply.Failed("%s (tried %d times)".formatted(message, tries));
                }
            }
        }
    }

    private Reply lost(String reason) {
        lost = Optional.of(LOST + reason);
        return new Reply.Failed(LOST + reason);
    }

    private Map<ByteBuffer, Boolean> earlier() {
        if (earlier.isEmpty()) {
            earlier = Optional.of(lookUp.apply(gate.plan(), item));
        }
        return earlier.get();
    }
}
