package dev.promptcards.assertion.script;

import dev.promptcards.script.ScriptResult;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Waiting for the sandbox.
final class Jobs {

    private Jobs() {}

    /// The result, or that there is none. Blocks; meant for virtual threads.
    static ScriptResult await(CompletableFuture<ScriptResult> job) {
        try {
            return job.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ScriptResult.Stopped("Interrupted while waiting for the script sandbox");
        } catch (ExecutionException | CancellationException e) {
            return new ScriptResult.Stopped("The script sandbox did not answer");
        }
    }
}
