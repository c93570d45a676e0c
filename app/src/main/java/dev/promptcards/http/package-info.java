/// What every endpoint shares: which workspace is meant, pages, entity tags, lines.
/// It knows no card, suite or run, and holds no SQL.
@NullMarked
package dev.promptcards.http;

import org.jspecify.annotations.NullMarked;
