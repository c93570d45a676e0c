/// The engine's benchmark: how many cases a second it carries out with everything on and stored
/// durably, what that costs, and how far it stays below what latency and concurrency allow. Run it
/// with `bench/engine`.
@NullMarked
package dev.promptcards.bench;

import org.jspecify.annotations.NullMarked;
