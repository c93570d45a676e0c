/// Results as files and on the terminal: promptfoo's JSON, JSONL and CSV, a table, a summary.
/// Takes executions one at a time and never holds them all; does not judge or count anew what the
/// server has judged.
@NullMarked
package dev.promptcards.promptfoo.result;

import org.jspecify.annotations.NullMarked;
