package dev.promptcards.provider.limit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.Usage;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// A provider whose calls are held until the test answers them.
final class HandDriven implements Provider {

    private final LinkedBlockingQueue<CompletableFuture<ProviderResult>> calls =
            new LinkedBlockingQueue<>();

    /// Answers the call that has been held longest; waits for one.
    void answerNext(ProviderResult result) throws InterruptedException {
        calls.take().complete(result);
    }

    int held() {
        return calls.size();
    }

    static Completed completed(long tokens) {
        Answer answer =
                new Answer(
                        new TextNode("x"),
                        Optional.of(new Usage(tokens, 0, tokens, 0, 0)),
                        Optional.empty(),
                        OptionalDouble.empty(),
                        Duration.ZERO,
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty());
        return new Completed(new byte[0], answer);
    }

    @Override
    public ProviderResult call(ProviderRequest request) {
        CompletableFuture<ProviderResult> answer = new CompletableFuture<>();
        calls.add(answer);
        return answer.join();
    }

    @Override
    public ProviderResult read(byte[] stored, ObjectNode settings, Duration latency) {
        return completed(0);
    }

    @Override
    public boolean metered() {
        return true;
    }

    @Override
    public String connection() {
        return "hand-driven";
    }

    @Override
    public ObjectNode identity() {
        return ProviderBeans.object("{}");
    }
}
