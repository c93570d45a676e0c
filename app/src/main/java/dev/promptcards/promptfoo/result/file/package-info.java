/// Results as files: promptfoo's JSON, JSONL, YAML, CSV, XML, JUnit XML, an HTML page, Markdown.
/// Takes executions one at a time and never holds them all; a file appears when it is complete.
/// Does not judge, and calls nobody.
@NullMarked
package dev.promptcards.promptfoo.result.file;

import org.jspecify.annotations.NullMarked;
