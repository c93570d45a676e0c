package dev.promptcards.schema;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// The strings of Java sources as they are used: concatenations put together, constants in place of
/// their names. What only comes at run time is a space.
final class JavaStrings {

    /// @param place the name of the file
    record Found(String place, String text) {}

    private JavaStrings() {}

    static List<Found> in(Collection<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources));
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            var constants = new Constants();
            units.forEach(unit -> constants.scan(unit, ""));
            var strings = new Strings(constants);
            units.forEach(unit -> strings.scan(unit, ""));
            return strings.found;
        }
    }

    /// Keeps the class at hand, whose constants are named without it.
    private abstract static class ByClass extends TreeScanner<@Nullable Void, String> {

        @Override
        public @Nullable Void visitClass(ClassTree type, String around) {
            return super.visitClass(type, type.getSimpleName().toString());
        }
    }

    private static final class Constants extends ByClass {

        private final Map<String, ExpressionTree> values = new HashMap<>();

        @Override
        public @Nullable Void visitVariable(VariableTree variable, String type) {
            if (isConstant(variable)) {
                values.put(type + "." + variable.getName(), variable.getInitializer());
            }
            return super.visitVariable(variable, type);
        }

        static boolean isConstant(VariableTree variable) {
            return variable.getModifiers().getFlags().contains(Modifier.STATIC)
                    && String.valueOf(variable.getType()).equals("String");
        }

        /// The text of an expression, or a space.
        String text(ExpressionTree expression, String type) {
            return switch (expression) {
                case LiteralTree literal -> literal.getValue() instanceof String it ? it : " ";
                case ParenthesizedTree inner -> text(inner.getExpression(), type);
                case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS ->
                        text(sum.getLeftOperand(), type) + text(sum.getRightOperand(), type);
                case IdentifierTree name -> constant(type + "." + name, type);
                case MemberSelectTree name ->
                        constant(name.toString(), name.getExpression().toString());
                default -> " ";
            };
        }

        private String constant(String name, String type) {
            ExpressionTree value = values.get(name);
            return value == null ? " " : text(value, type);
        }
    }

    private static final class Strings extends ByClass {

        private final List<Found> found = new ArrayList<>();
        private final Constants constants;
        private String file = "";

        Strings(Constants constants) {
            this.constants = constants;
        }

        @Override
        public @Nullable Void visitCompilationUnit(CompilationUnitTree unit, String type) {
            file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
            return super.visitCompilationUnit(unit, type);
        }

        /// A constant counts where it is used.
        @Override
        public @Nullable Void visitVariable(VariableTree variable, String type) {
            return Constants.isConstant(variable) ? null : super.visitVariable(variable, type);
        }

        @Override
        public @Nullable Void visitBinary(BinaryTree sum, String type) {
            add(sum, type);
            return null;
        }

        @Override
        public @Nullable Void visitLiteral(LiteralTree literal, String type) {
            add(literal, type);
            return null;
        }

        @Override
        public @Nullable Void visitIdentifier(IdentifierTree name, String type) {
            add(name, type);
            return null;
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree name, String type) {
            add(name, type);
            return super.visitMemberSelect(name, type);
        }

        private void add(ExpressionTree expression, String type) {
            String text = constants.text(expression, type);
            if (!text.isBlank()) {
                found.add(new Found(file, text));
            }
        }
    }
}
