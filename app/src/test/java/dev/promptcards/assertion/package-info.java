@NullMarked
package dev.promptcards.assertion;

import org.jspecify.annotations.NullMarked;
