/// Benchmarks, each a program of its own that brings its servers: what it measures, its class and
/// its script in `bench/` say. None of them runs with the tests.
@NullMarked
package dev.promptcards.bench;

import org.jspecify.annotations.NullMarked;
