package dev.promptcards.cli.server;

/// What lets a command in at a server.
public interface Access {

    /// Nothing to show.
    Access NONE = shown("", "");

    /// The word to show with the next request; empty for none.
    String word();

    /// What to say and do when the server refuses the word, as a sentence; empty where its own
    /// words are enough.
    String remedy();

    /// A word that stays the same.
    static Access shown(String word, String remedy) {
        return new Shown(word, remedy);
    }

    /// See [#shown].
    record Shown(String word, String remedy) implements Access {
        @Override
        public String toString() {
            return "Access";
        }
    }
}
