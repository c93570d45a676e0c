/// Models behind Hugging Face's inference API: classifiers, embeddings, text and chats.
/// Never downloads or runs a model itself.
@NullMarked
package dev.promptcards.provider.huggingface;

import org.jspecify.annotations.NullMarked;
