/// Reports over HTTP: what they are asked, their answers as JSON and CSV, kept for a minute.
/// It counts nothing itself: what a figure is stands in the report's `.sql` file.
@NullMarked
package dev.promptcards.analytics.api;

import org.jspecify.annotations.NullMarked;
