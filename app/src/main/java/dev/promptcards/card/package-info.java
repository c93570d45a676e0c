/// Prompt cards: the prompt under test, its immutable versions with typed variables, the labels
/// that point at versions, rendering, import and export. It never calls a provider, never changes a
/// version, and never lets a template be altered on its way.
@NullMarked
package dev.promptcards.card;

import org.jspecify.annotations.NullMarked;
