@NullMarked
package dev.promptcards.assertion.json;

import org.jspecify.annotations.NullMarked;
