package dev.promptcards.embedded;

import dev.promptcards.problem.Problem;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The servers' programs, unpacked once from their jars into a place that all data directories of a
/// user share.
record Binaries(Path directory) {

    /// The first of these that can be written: `$XDG_CACHE_HOME/promptcards`; for root
    /// `/var/cache/promptcards`, which the user that PostgreSQL runs as can reach; for others
    /// `~/.cache/promptcards`; the data directory itself.
    static Binaries of(Path dataDir) throws IOException {
        for (Path place : sharedPlaces()) {
            try {
                Path directory = PrivateFiles.directory(place);
                if (Files.isWritable(directory)) {
                    makeReachable(directory);
                    return new Binaries(directory);
                }
            } catch (IOException e) {
                // Not there and not to be made, as in many containers: the next one.
            }
        }
        return new Binaries(PrivateFiles.directory(dataDir.resolve("binaries")));
    }

    private static List<Path> sharedPlaces() {
        List<Path> places = new ArrayList<>();
        String cache = System.getenv("XDG_CACHE_HOME");
        if (cache != null && !cache.isBlank()) {
            places.add(Path.of(cache, "promptcards"));
        }
        places.add(
                Program.isRoot()
                        ? Path.of("/var/cache/promptcards")
                        : Path.of(System.getProperty("user.home"), ".cache", "promptcards"));
        return places;
    }

    /// The directory that holds PostgreSQL's `bin`, `lib` and `share`.
    Path postgres() throws IOException {
        String name = "postgres-%s-%s.txz".formatted(system(), cpu("x86_64", "arm_64"));
        return unpacked("postgres", name, TarXz::unpack);
    }

    /// The Redis server's program.
    Path redis() throws IOException {
        String platform = system() + "-" + cpu("amd64", "arm64");
        String version = platform.equals("linux-arm64") ? "6.2.7" : "6.2.6-v5";
        String name = "redis-server-%s-%s".formatted(version, platform);
        return unpacked("redis", name, Binaries::copyProgram).resolve("redis-server");
    }

    private Path unpacked(String program, String resource, Unpacking unpacking) throws IOException {
        URL packed = Binaries.class.getResource("/" + resource);
        if (packed == null) {
            throw new Problem.Unavailable(
                    "No embedded %s for %s on %s. Set DATABASE_URL to use a server of your own."
                            .formatted(
                                    program,
                                    System.getProperty("os.name"),
                                    System.getProperty("os.arch")));
        }
        Path target = directory.resolve("%s-%s".formatted(program, fingerprint(packed)));
        if (Files.isDirectory(target)) {
            return target;
        }
        Path fresh = Files.createTempDirectory(directory, program + "-");
        try (InputStream in = new BufferedInputStream(packed.openStream(), 1 << 16)) {
            unpacking.unpack(in, fresh);
            makeDirectoriesReachable(fresh);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another process unpacked the same meanwhile.
            PrivateFiles.deleteDirectory(fresh);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("cannot rename within " + directory, e);
        }
        return target;
    }

    /// The jar's own checksum of the entry: a new version of the programs gets a new directory.
    private static String fingerprint(URL packed) throws IOException {
        return packed.openConnection() instanceof JarURLConnection jar
                ? Long.toHexString(jar.getJarEntry().getCrc())
                : "unpacked";
    }

    private static void copyProgram(InputStream in, Path target) throws IOException {
        Path program = target.resolve("redis-server");
        Files.copy(in, program);
        makeReachable(program);
    }

    private static void makeDirectoriesReachable(Path root) throws IOException {
        List<Path> directories;
        try (Stream<Path> paths = Files.walk(root)) {
            directories = paths.filter(Files::isDirectory).toList();
        }
        for (Path directory : directories) {
            makeReachable(directory);
        }
    }

    /// Lets everybody run a program or pass through a directory, whatever the user's mask.
    static void makeReachable(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String system() {
        return System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    }

    private static String cpu(String intel, String arm) {
        return System.getProperty("os.arch").equals("aarch64") ? arm : intel;
    }

    private interface Unpacking {
        void unpack(InputStream in, Path target) throws IOException;
    }
}
