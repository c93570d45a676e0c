/// Tests as they are written down: inline, YAML, JSON, JSONL, CSV. Rows of a CSV become tests like
/// the others; JSONL and CSV are streamed. Does not judge what a test holds, and never keeps a file
/// of tests in memory.
@NullMarked
package dev.promptcards.promptfoo.tests;

import org.jspecify.annotations.NullMarked;
