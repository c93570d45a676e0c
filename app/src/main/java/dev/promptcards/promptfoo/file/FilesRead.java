package dev.promptcards.promptfoo.file;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/// Which files a configuration turns out to read, however deep it names them. Known to whoever asks
/// by [#during], and kept nowhere else.
public final class FilesRead {

    private static final ScopedValue<Set<Path>> READ = ScopedValue.newInstance();

    private FilesRead() {}

    /// Notes the files this thread reads meanwhile, those that are missing among them.
    ///
    /// @param into takes their absolute paths
    public static <T> T during(Set<Path> into, Supplier<T> reading) {
        return ScopedValue.where(READ, into).call(reading::get);
    }

    /// Notes a file that is read now.
    public static void note(Path file) {
        if (READ.isBound()) {
            READ.get().add(file.toAbsolutePath().normalize());
        }
    }
}
