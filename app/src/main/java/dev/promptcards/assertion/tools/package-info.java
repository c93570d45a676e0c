/// Judges the kinds that look at what a model asked to be called: functions, tools, skills. Never
/// calls any of them.
@NullMarked
package dev.promptcards.assertion.tools;

import org.jspecify.annotations.NullMarked;
