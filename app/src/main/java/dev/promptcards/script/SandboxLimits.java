package dev.promptcards.script;

import java.time.Duration;

/// How far the scripts of one scope may go.
///
/// @param time the processor may work on one job
/// @param memoryMebibytes of one engine: all values, caches and globals of its scope together
/// @param engines kept alive at once; the scope that asked longest ago loses its engine first
public record SandboxLimits(Duration time, int memoryMebibytes, int engines) {

    static final SandboxLimits USUAL = new SandboxLimits(Duration.ofSeconds(2), 64, 6);
}
