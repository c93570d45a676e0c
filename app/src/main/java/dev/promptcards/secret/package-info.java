/// What must not be read in the database, keys of providers above all: finding it and sealing it.
/// It stores no secret, only a mark by which servers compare their keys, and logs nothing; what it
/// opens, the caller forgets soon.
@NullMarked
package dev.promptcards.secret;

import org.jspecify.annotations.NullMarked;
