@NullMarked
package dev.promptcards.assertion.judge;

import org.jspecify.annotations.NullMarked;
