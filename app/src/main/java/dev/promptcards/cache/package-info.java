/// What is remembered and can go stale: the families of keys, the values nodes share through Redis
/// and the leases they are filled under, the outbox that has them forgotten, and the link to Redis.
/// It knows nothing of what a value means, and nobody waits for Redis longer than its patience.
@NullMarked
package dev.promptcards.cache;

import org.jspecify.annotations.NullMarked;
