package dev.promptcards.embedded;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A lock of the operating system on a file. It ends with the process that holds it, so a killed
/// one leaves nothing to clean up.
public final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock that one alone may hold, if nobody holds `file`.
    public static Optional<DirectoryLock> tryAcquire(Path file) throws IOException {
        return tryLock(file, false);
    }

    /// Takes the lock that many may hold together, if nobody holds `file` alone.
    public static Optional<DirectoryLock> tryShare(Path file) throws IOException {
        return tryLock(file, true);
    }

    private static Optional<DirectoryLock> tryLock(Path file, boolean shared) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = lock(channel, shared);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? Optional.empty() : Optional.of(new DirectoryLock(channel));
    }

    private static @Nullable FileLock lock(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (OverlappingFileLockException e) {
            // Held elsewhere in this process, which is as good as held by another one.
            return null;
        }
    }

    /// Lets the lock go.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
