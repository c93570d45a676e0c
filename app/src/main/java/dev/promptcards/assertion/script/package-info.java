/// Judges what its author wrote in JavaScript: expressions, regular expressions, transforms. Never
/// runs any of it in this process: each becomes a job for the sandbox, and what the sandbox had to
/// stop is an error, not a verdict.
@NullMarked
package dev.promptcards.assertion.script;

import org.jspecify.annotations.NullMarked;
