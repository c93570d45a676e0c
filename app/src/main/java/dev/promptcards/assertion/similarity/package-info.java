/// Judges the kinds that score how near the words of an output are to those of a reference: ROUGE,
/// BLEU, GLEU, METEOR, as their papers define them. Never asks a model, and never takes more memory
/// than the reference warrants, the dictionary of synonyms aside.
@NullMarked
package dev.promptcards.assertion.similarity;

import org.jspecify.annotations.NullMarked;
