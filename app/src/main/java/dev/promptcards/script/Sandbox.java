package dev.promptcards.script;

import com.fasterxml.jackson.core.JsonProcessingException;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Runs scripts of authors where they reach nothing: QuickJS compiled to WebAssembly, run as Java
/// bytecode. A script sees its arguments and the JavaScript language, no file, network, clock event
/// or object of the host.
///
/// Each scope has an engine of its own on a thread of its own. Nothing is created before the first
/// job, and the engine that was asked longest ago gives way when there are too many.
@Singleton
public class Sandbox implements AutoCloseable {

    private final SandboxLimits limits;
    private final Program program = new Program();
    private final Map<String, Lane> lanes = new LinkedHashMap<>(16, 0.75f, true);
    private final ScheduledThreadPoolExecutor clock = clock();
    private boolean closed;

    @Inject
    public Sandbox() {
        this(SandboxLimits.USUAL);
    }

    public Sandbox(SandboxLimits limits) {
        this.limits = limits;
    }

    /// Hands a job to the engine of `scope`. Jobs of a scope are done in the order they came.
    ///
    /// @return how the job ended; never completed exceptionally. What hangs on it runs on the
    ///     thread of the engine, so wait for it or continue elsewhere.
    public CompletableFuture<ScriptResult> submit(ScriptScope scope, ScriptJob job) {
        String text;
        try {
            text = Wire.write(scope, job);
        } catch (JsonProcessingException e) {
            return CompletableFuture.completedFuture(
                    new ScriptResult.Failed(
                            "Its arguments are no JSON: " + e.getOriginalMessage()));
        }
        return submit(scope, text);
    }

    private synchronized CompletableFuture<ScriptResult> submit(ScriptScope scope, String job) {
        if (closed) {
            return CompletableFuture.completedFuture(
                    new ScriptResult.Stopped("The sandbox was closed"));
        }
        Lane lane = lanes.computeIfAbsent(scope.key(), key -> new Lane(limits, program, clock));
        if (lanes.size() > limits.engines()) {
            Iterator<Lane> eldest = lanes.values().iterator();
            eldest.next().retire();
            eldest.remove();
        }
        return lane.submit(job);
    }

    /// Drops the engine of `scope` once the jobs handed in before are done: its run has ended.
    public synchronized void release(ScriptScope scope) {
        Lane lane = lanes.remove(scope.key());
        if (lane != null) {
            lane.retire();
        }
    }

    /// Drops all engines. Jobs that wait end as stopped; one that runs is left to its time limit.
    @Override
    @PreDestroy
    public synchronized void close() {
        closed = true;
        lanes.values().forEach(Lane::close);
        lanes.clear();
    }

    /// Its thread lives while jobs run, and a little longer.
    private static ScheduledThreadPoolExecutor clock() {
        var clock =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("sandbox-clock").factory());
        clock.setKeepAliveTime(10, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
        return clock;
    }
}
