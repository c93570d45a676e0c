@NullMarked
package dev.promptcards.quota;

import org.jspecify.annotations.NullMarked;
