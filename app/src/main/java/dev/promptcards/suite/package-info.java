/// What a prompt is tested against: suites, their immutable revisions, and their cases. Cases come
/// and go as streams; a whole suite is never held in memory. It starts no run and grades nothing.
@NullMarked
package dev.promptcards.suite;

import org.jspecify.annotations.NullMarked;
