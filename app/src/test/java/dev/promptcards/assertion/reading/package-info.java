@NullMarked
package dev.promptcards.assertion.reading;

import org.jspecify.annotations.NullMarked;
