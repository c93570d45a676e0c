/// Files as they are met in the wild, read strictly: UTF-8 text, YAML with places and limits, path
/// patterns. What is wrong becomes a [Finding] that names file, line and remedy.
/// Knows nothing of prompts and tests, and never runs what it reads.
@NullMarked
package dev.promptcards.promptfoo.file;

import org.jspecify.annotations.NullMarked;
