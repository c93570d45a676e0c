/// The JavaScript sandbox: jobs in, JSON out, with limits on time and memory. It runs what authors
/// of cards and suites write: assertions, transforms, regular expressions and templates. It never
/// hands a script anything of the host, and never knows what a job is for.
@NullMarked
package dev.promptcards.script;

import org.jspecify.annotations.NullMarked;
