@NullMarked
package dev.promptcards.assertion.structure;

import org.jspecify.annotations.NullMarked;
