package dev.undercut.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;

/** Rules that read sources: sizes, names, and the words that a type may be made of. */
public final class SourceRules {

    static final int METHOD_LINES = 60;
    static final int FILE_LINES = 500;
    static final int PARAMETERS = 6;
    static final int TYPES_IN_A_PACKAGE = 25;

    private static final Pattern VAGUE =
            Pattern.compile(".*(Manager|Utils?|Helpers?|Impl|Info|Data)");
    private static final Pattern HANDLER_ROOMS =
            Pattern.compile("dev\\.undercut\\.(gateway|web)(\\..*)?");
    private static final Pattern GETTER = Pattern.compile("(get|set)[A-Z].*");
    private static final Pattern OPTIONAL =
            Pattern.compile("(java\\.util\\.)?Optional(Int|Long|Double)?(<.*)?", Pattern.DOTALL);
    private static final Pattern FLOATING = Pattern.compile("Double|Float|double|float");

    private SourceRules() {}

    /** Methods longer than 60 lines, braces included. */
    public static List<String> longMethods(Collection<SourceFile> files) {
        return eachMethod(
                files,
                (file, owner, method, found) -> {
                    long lines = method.getBody() == null ? 0 : file.linesOf(method.getBody());
                    if (lines > METHOD_LINES) {
                        found.add(
                                "%s %s is %d lines long"
                                        .formatted(file.at(method), method.getName(), lines));
                    }
                });
    }

    /** Files longer than 500 lines. */
    public static List<String> longFiles(Collection<SourceFile> files) {
        return files.stream()
                .filter(file -> file.lines() > FILE_LINES)
                .map(file -> "%s is %d lines long".formatted(file.name(), file.lines()))
                .toList();
    }

    /** Methods with more than 6 parameters, but for constructors of records. */
    public static List<String> manyParameters(Collection<SourceFile> files) {
        return eachMethod(
                files,
                (file, owner, method, found) -> {
                    boolean record =
                            owner.getKind() == Tree.Kind.RECORD
                                    && method.getName().contentEquals("<init>");
                    int count = method.getParameters().size();
                    if (!record && count > PARAMETERS) {
                        found.add(
                                "%s %s takes %d parameters"
                                        .formatted(file.at(method), method.getName(), count));
                    }
                });
    }

    /** Packages with more than 25 top-level types. */
    public static List<String> fullPackages(Collection<SourceFile> files) {
        Map<String, Integer> types = new TreeMap<>();
        for (SourceFile file : files) {
            types.merge(file.packageName(), file.tree().getTypeDecls().size(), Integer::sum);
        }
        return types.entrySet().stream()
                .filter(entry -> entry.getValue() > TYPES_IN_A_PACKAGE)
                .map(entry -> "%s has %d types".formatted(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Types whose name says nothing, and handlers outside the rooms that speak HTTP. */
    public static List<String> vagueNames(Collection<SourceFile> files) {
        return eachType(
                files,
                (file, type, found) -> {
                    String name = type.getSimpleName().toString();
                    boolean handler =
                            name.endsWith("Handler")
                                    && !HANDLER_ROOMS.matcher(file.packageName()).matches();
                    if (handler || VAGUE.matcher(name).matches()) {
                        found.add(file.at(type) + " " + name + " is a name for anything");
                    }
                });
    }

    /** Methods of ours called getX or setX; overridden ones have no choice. */
    public static List<String> getters(Collection<SourceFile> files) {
        return eachMethod(
                files,
                (file, owner, method, found) -> {
                    boolean overrides =
                            method.getModifiers().getAnnotations().stream()
                                    .anyMatch(a -> a.toString().startsWith("@Override"));
                    if (!overrides && GETTER.matcher(method.getName()).matches()) {
                        found.add(file.at(method) + " " + method.getName() + " has a prefix");
                    }
                });
    }

    /** Optional anywhere but as what a method returns: parameters, fields, components. */
    public static List<String> optionalHeld(Collection<SourceFile> files) {
        List<String> found = new ArrayList<>();
        eachMethod(
                files,
                (file, owner, method, ignored) ->
                        method.getParameters().forEach(v -> addOptional(file, v, found)));
        eachType(
                files,
                (file, type, ignored) -> {
                    for (Tree member : type.getMembers()) {
                        if (member instanceof VariableTree field) {
                            addOptional(file, field, found);
                        }
                    }
                });
        return found;
    }

    private static void addOptional(SourceFile file, VariableTree variable, List<String> found) {
        Tree type = variable.getType();
        if (type != null && OPTIONAL.matcher(type.toString()).matches()) {
            found.add(file.at(variable) + " " + variable.getName() + " holds an Optional");
        }
    }

    /** Public top-level types without a doc comment. */
    public static List<String> undocumented(Collection<SourceFile> files) {
        List<String> found = new ArrayList<>();
        for (SourceFile file : files) {
            for (Tree declared : file.tree().getTypeDecls()) {
                if (declared instanceof ClassTree type
                        && type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                        && !file.text()
                                .substring(0, (int) file.startOf(type))
                                .stripTrailing()
                                .endsWith("*/")) {
                    found.add(file.at(type) + " " + type.getSimpleName() + " has no docstring");
                }
            }
        }
        return found;
    }

    /** Binary floating point, as a type or a number. */
    public static List<String> floatingPoint(Collection<SourceFile> files) {
        List<String> found = new ArrayList<>();
        for (SourceFile file : files) {
            new FloatingPoint(file, found).scan(file.tree(), null);
        }
        return found;
    }

    /** Packages without a package-info that is marked {@code @NullMarked} and says a purpose. */
    public static List<String> unmarkedRooms(Collection<SourceFile> files) {
        Map<String, Boolean> marked = new TreeMap<>();
        for (SourceFile file : files) {
            boolean says =
                    file.name().endsWith("package-info.java")
                            && file.text().contains("@NullMarked")
                            && file.text().stripLeading().startsWith("/**");
            marked.merge(file.packageName(), says, Boolean::logicalOr);
        }
        return marked.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(entry -> entry.getKey() + " has no @NullMarked package-info with a purpose")
                .toList();
    }

    @FunctionalInterface
    private interface MethodCheck {
        void check(SourceFile file, ClassTree owner, MethodTree method, List<String> found);
    }

    @FunctionalInterface
    private interface TypeCheck {
        void check(SourceFile file, ClassTree type, List<String> found);
    }

    private static List<String> eachMethod(Collection<SourceFile> files, MethodCheck check) {
        return eachType(
                files,
                (file, type, found) -> {
                    for (Tree member : type.getMembers()) {
                        if (member instanceof MethodTree method) {
                            check.check(file, type, method, found);
                        }
                    }
                });
    }

    private static List<String> eachType(Collection<SourceFile> files, TypeCheck check) {
        List<String> found = new ArrayList<>();
        for (SourceFile file : files) {
            file.types().forEach(type -> check.check(file, type, found));
        }
        return found;
    }

    private static final class FloatingPoint extends TreeScanner<Void, Void> {
        private final SourceFile file;
        private final List<String> found;

        FloatingPoint(SourceFile file, List<String> found) {
            this.file = file;
            this.found = found;
        }

        @Override
        public Void visitPrimitiveType(PrimitiveTypeTree type, Void unused) {
            TypeKind kind = type.getPrimitiveTypeKind();
            if (kind == TypeKind.DOUBLE || kind == TypeKind.FLOAT) {
                found.add(file.at(type) + " uses " + type);
            }
            return null;
        }

        @Override
        public Void visitIdentifier(IdentifierTree name, Void unused) {
            if (FLOATING.matcher(name.getName()).matches()) {
                found.add(file.at(name) + " uses " + name);
            }
            return null;
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void unused) {
            if (literal.getKind() == Tree.Kind.DOUBLE_LITERAL
                    || literal.getKind() == Tree.Kind.FLOAT_LITERAL) {
                found.add(file.at(literal) + " uses " + literal);
            }
            return null;
        }
    }
}
