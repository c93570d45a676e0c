package dev.promptcards.cache;

/// Who remembers something in the process that can go stale. What is told here makes it be
/// forgotten sooner; that it may not be told at all must not keep it beyond its bound.
public interface NoticeListener {

    /// Something changed, here or on another node. On this node it is told after the commit and
    /// before the change is acknowledged. Must not wait for anything.
    void changed(Notice notice);

    /// Anything may have changed untold: nobody listened for a while.
    void missedSome();
}
