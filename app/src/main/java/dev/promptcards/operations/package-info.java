/// How the installation does, for who runs it: statements, indexes, the cache, the pool.
/// It never asks with the application's login for what is of all workspaces, and changes nothing.
@NullMarked
package dev.promptcards.operations;

import org.jspecify.annotations.NullMarked;
