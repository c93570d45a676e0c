package dev.promptcards.run.worker;

import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ResponseKey;
import dev.promptcards.queue.ClaimedItem;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Names a request, so that its answer is found again: SHA-256 over provider, model, parameters,
/// prompt and repeat. Where a run wants no cache, the item is part of it: then only the item itself
/// finds its answer again, after a crash.
final class RequestHash {

    private RequestHash() {}

    static byte[] of(RunPlan plan, Provider provider, ProviderRequest request, ClaimedItem item) {
        var key = ResponseKey.of(provider, request, item.repeat()).value();
        var scope = plan.run().useCache() ? "" : plan.key().run() + "/" + item.number();
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((key + scope).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
