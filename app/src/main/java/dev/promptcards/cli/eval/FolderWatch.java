package dev.promptcards.cli.eval;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Waits for changes of files by watching their folders: editors replace a file rather than write
/// into it. A change that came before the folder was watched is seen by the file's time.
final class FolderWatch implements AutoCloseable {

    private final WatchService service;
    private final Map<WatchKey, Path> folders = new HashMap<>();
    private final FileTime begun = FileTime.fromMillis(System.currentTimeMillis());
    private boolean changedAlready;

    FolderWatch() throws IOException {
        service = FileSystems.getDefault().newWatchService();
    }

    /// Watches the folders of these files, those of missing files too.
    void add(Set<Path> files) throws IOException {
        Set<Path> seen = new HashSet<>();
        for (Path file : files) {
            Path folder = file.getParent();
            if (folder != null && Files.isDirectory(folder) && seen.add(folder)) {
                WatchKey key =
                        folder.register(
                                service,
                                StandardWatchEventKinds.ENTRY_CREATE,
                                StandardWatchEventKinds.ENTRY_MODIFY,
                                StandardWatchEventKinds.ENTRY_DELETE);
                folders.put(key, folder);
            }
            changedAlready |=
                    Files.exists(file) && Files.getLastModifiedTime(file).compareTo(begun) > 0;
        }
    }

    /// Returns when one of the files has changed and nothing further happened for `quiet`.
    void awaitChange(Set<Path> files, Duration quiet) throws InterruptedException {
        boolean changed = changedAlready;
        while (true) {
            WatchKey key =
                    changed
                            ? service.poll(quiet.toMillis(), TimeUnit.MILLISECONDS)
                            : service.take();
            if (key == null) {
                return;
            }
            changed |= concerns(key, files);
            key.reset();
        }
    }

    private boolean concerns(WatchKey key, Set<Path> files) {
        Path folder = folders.get(key);
        boolean concerns = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            concerns |=
                    // Too much happened to be told: look again.
                    event.kind() == StandardWatchEventKinds.OVERFLOW
                            || (folder != null
                                    && event.context() instanceof Path name
                                    && files.contains(folder.resolve(name)));
        }
        return concerns;
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
