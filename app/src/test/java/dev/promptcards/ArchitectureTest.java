package dev.promptcards;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Holds the floor list of ARCHITECTURE.md: a room imports only from floors below it, and rooms of
/// one floor never import each other.
class ArchitectureTest {

    private static final String ROOT = "dev.promptcards.";

    /// Top floor first.
    private static final List<Set<String>> FLOORS =
            List.of(
                    Set.of("cli"),
                    Set.of("embedded"),
                    Set.of("generation"),
                    Set.of("web"),
                    Set.of("promptfoo"),
                    Set.of("run"),
                    Set.of("suite"),
                    Set.of("card"),
                    Set.of("connection"),
                    Set.of("queue", "provider", "assertion"),
                    Set.of("template"),
                    Set.of("script"),
                    Set.of("analytics", "operations"),
                    Set.of("quota"),
                    Set.of("identity"),
                    Set.of("audit"),
                    Set.of("http"),
                    Set.of("cache"),
                    Set.of("database", "secret"),
                    Set.of("tenancy"),
                    Set.of("problem"));

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.promptcards");

    @Test
    void a_room_imports_only_from_floors_below_it() {
        var wrong = new ArrayList<String>();
        for (JavaClass type : CLASSES) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                var from = room(type);
                var to = room(dependency.getTargetClass());
                if (!to.isEmpty() && !from.equals(to) && floor(from) >= floor(to)) {
                    wrong.add(dependency.getDescription());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_room_is_on_a_floor_and_every_floor_has_its_rooms() {
        var rooms = new HashSet<String>();
        CLASSES.forEach(type -> rooms.add(room(type)));
        var listed = new HashSet<String>();
        FLOORS.forEach(listed::addAll);
        assertThat(rooms).isEqualTo(listed);
    }

    /// A request may reach its endpoint on the event loop, which nobody may hold up.
    @Test
    void every_controller_but_those_that_wait_for_nothing_says_where_it_runs() {
        assertThat(CLASSES)
                .filteredOn(it -> it.isAnnotatedWith(Controller.class))
                .filteredOn(it -> !it.isAnnotatedWith(ExecuteOn.class))
                .extracting(JavaClass::getSimpleName)
                .containsExactlyInAnyOrder("OpenApiController", "Stylesheet");
    }

    /// Filters see every request; what they compile, they compile when they are loaded.
    @Test
    void no_filter_compiles_a_pattern_for_a_request() {
        var compiling = Set.of("compile", "matches", "replaceAll", "replaceFirst");
        assertThat(CLASSES)
                .filteredOn(it -> it.isAnnotatedWith(ServerFilter.class))
                .flatExtracting(JavaClass::getMethodCallsFromSelf)
                .filteredOn(it -> !it.getOrigin().getName().equals("<clinit>"))
                .filteredOn(it -> compiling.contains(it.getName()))
                .filteredOn(
                        it ->
                                it.getTargetOwner().isEquivalentTo(String.class)
                                        || it.getTargetOwner().isEquivalentTo(Pattern.class))
                .isEmpty();
    }

    @Test
    void packages_within_a_room_have_no_cycles() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    private static int floor(String room) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(room)) {
                return floor;
            }
        }
        throw new AssertionError("the room " + room + " is on no floor; see ARCHITECTURE.md");
    }

    private static String room(JavaClass type) {
        var name = type.getPackageName() + ".";
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.", 2)[0] : "";
    }
}
