/// Judges the kinds that look at the characters of an output: one small function a kind. Never
/// parses more than a kind needs, never runs a script, and never takes more time than the length
/// of its texts warrants.
@NullMarked
package dev.promptcards.assertion.text;

import org.jspecify.annotations.NullMarked;
