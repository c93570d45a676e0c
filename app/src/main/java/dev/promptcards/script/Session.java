package dev.promptcards.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.RawValue;

import dev.promptcards.script.ScriptResult.Failed;
import dev.promptcards.script.ScriptResult.Stopped;

import io.roastedroot.quickjs4j.core.Builtins;
import io.roastedroot.quickjs4j.core.Engine;
import io.roastedroot.quickjs4j.core.HostFunction;

import org.jspecify.annotations.Nullable;

import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.Memory;
import run.endive.wasm.types.MemoryLimits;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The life of one engine: from its first job until a job breaks it or no more come.
///
/// The engine pulls: its loop asks for the next job and hands over the result of the one before. So
/// all of this runs on the thread of the lane, most of it below [Engine#exec].
final class Session {

    private static final int PAGES_IN_MEBIBYTE = 16;

    private final SandboxLimits limits;
    private final Program program;
    private final Deadline deadline;
    private final Supplier<Ticket> queue;

    private Ticket current;
    private boolean begun;
    private int served;
    private @Nullable Memory memory;

    /// @param first the job to begin with; those after it come from `queue`, which waits for them
    Session(
            SandboxLimits limits,
            Program program,
            Deadline deadline,
            Ticket first,
            Supplier<Ticket> queue) {
        this.limits = limits;
        this.program = program;
        this.deadline = deadline;
        this.current = first;
        this.queue = queue;
    }

    /// Does jobs until the engine is spent.
    ///
    /// @return the job the next session begins with
    Ticket serve() {
        Optional<ScriptResult> result = run();
        if (result.isEmpty()) {
            return current;
        }
        current.answer().complete(result.get());
        return queue.get();
    }

    /// @return what became of the job the engine ended with; empty if that is the last of all, or
    ///     one to be tried once more
    private Optional<ScriptResult> run() {
        try (Engine engine = engine()) {
            engine.exec(program.load(engine));
            deadline.end();
            return current.isLast()
                    ? Optional.empty()
                    : Optional.of(new Failed("It returned a promise that nothing can settle here"));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            boolean inTime = deadline.end();
            Thread.interrupted(); // the deadline's interrupt has done its work
            return inTime ? broken(e) : Optional.of(new Stopped(outOfTime()));
        }
    }

    private Engine engine() {
        var next =
                new HostFunction("next", List.of(JsonNode.class), RawValue.class, this::exchange);
        return Engine.builder()
                .addBuiltins(Builtins.builder("sandbox").add(next).build())
                .withMemoryFactory(
                        module ->
                                memory =
                                        new ByteArrayMemory(
                                                new MemoryLimits(
                                                        module.initialPages(), maximumPages())))
                .build();
    }

    private int maximumPages() {
        return limits.memoryMebibytes() * PAGES_IN_MEBIBYTE;
    }

    /// Memory grows in steps, so the last one may not have fitted.
    private boolean isNearlyFull() {
        return memory != null && memory.pages() >= maximumPages() / 4 * 3;
    }

    /// What the loop inside the engine calls: takes the reply to the current job, gives the next
    /// job.
    private RawValue exchange(List<Object> arguments) {
        if (begun) {
            accept((JsonNode) arguments.getFirst());
            current = queue.get();
        }
        begun = true;
        deadline.begin();
        return new RawValue(current.job());
    }

    private void accept(JsonNode reply) {
        // Of a used engine, a fresh one will tell; in a fresh one, how full it is.
        boolean inDoubt = Wire.isBare(reply) && (served > 0 || isNearlyFull());
        if (!deadline.end() || Wire.isExhausted(reply) || inDoubt) {
            throw new Spent();
        }
        current.answer().complete(Wire.read(reply));
        served++;
    }

    private Optional<ScriptResult> broken(Throwable cause) {
        if (isTooDeep(cause)) {
            return Optional.of(new Stopped("Recursed or nested too deeply and was stopped"));
        }
        if (cause.getCause() instanceof JsonProcessingException) {
            return Optional.of(
                    new Failed("Its result nests too deeply or is too large to be read"));
        }
        // In a used engine it may be the globals of the jobs before that filled the memory.
        return served > 0 ? Optional.empty() : Optional.of(new Stopped(outOfMemory()));
    }

    private String outOfTime() {
        return "Ran for more than %d ms and was stopped".formatted(limits.time().toMillis());
    }

    private String outOfMemory() {
        return "Needed more than %d MiB of memory and was stopped"
                .formatted(limits.memoryMebibytes());
    }

    /// The stack of the thread, or the one inside the engine's memory, which grows down to address
    /// 0.
    private static boolean isTooDeep(Throwable cause) {
        return cause.getCause() instanceof StackOverflowError
                || cause instanceof StackOverflowError
                || String.valueOf(cause.getMessage()).contains("attempted to access address: -");
    }

    /// Leaves an engine that is not to be used again.
    private static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
