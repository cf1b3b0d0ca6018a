package dev.undercut.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * One Java source, parsed by the compiler's own parser.
 *
 * @param name its path, or its name for a sample
 * @param types every class, record, interface and enum in it, nested and anonymous ones too
 */
public record SourceFile(
        String name,
        String text,
        CompilationUnitTree tree,
        List<ClassTree> types,
        SourcePositions positions) {

    /** Every source below the folder; none where the folder is missing. */
    public static List<SourceFile> under(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> files = Files.walk(folder);
                StandardJavaFileManager manager =
                        compiler.getStandardFileManager(null, null, null)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
            List<JavaFileObject> objects = new ArrayList<>();
            manager.getJavaFileObjectsFromPaths(sources).forEach(objects::add);
            return objects.isEmpty() ? List.of() : parse(compiler, manager, objects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sample held in memory, for testing a rule. */
    public static SourceFile sample(String name, String code) {
        JavaFileObject object =
                new SimpleJavaFileObject(
                        URI.create("sample:///" + name), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return code;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            return parse(compiler, manager, List.of(object)).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<SourceFile> parse(
            JavaCompiler compiler, StandardJavaFileManager manager, List<JavaFileObject> objects)
            throws IOException {
        JavacTask task =
                (JavacTask)
                        compiler.getTask(
                                null, manager, problem -> {}, List.of("-proc:none"), null, objects);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        List<SourceFile> parsed = new ArrayList<>();
        for (CompilationUnitTree tree : task.parse()) {
            JavaFileObject source = tree.getSourceFile();
            String text = source.getCharContent(true).toString();
            parsed.add(new SourceFile(source.getName(), text, tree, typesIn(tree), positions));
        }
        return parsed;
    }

    private static List<ClassTree> typesIn(CompilationUnitTree tree) {
        List<ClassTree> types = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void unused) {
                types.add(type);
                return super.visitClass(type, null);
            }
        }.scan(tree, null);
        return types;
    }

    /** The package, such as {@code dev.undercut.money}. */
    public String packageName() {
        return tree.getPackageName() == null ? "" : tree.getPackageName().toString();
    }

    /** Lines of the file. */
    int lines() {
        return (int) text.lines().count();
    }

    /** Lines that the tree spans, first and last included. */
    long linesOf(Tree part) {
        return lineOf(positions.getEndPosition(tree, part) - 1) - lineOf(startOf(part)) + 1;
    }

    /** Where the tree begins, in characters from the file's start. */
    long startOf(Tree part) {
        return positions.getStartPosition(tree, part);
    }

    /** The file's name and the line of the tree, as a compiler prints them. */
    String at(Tree part) {
        return name + ":" + lineOf(startOf(part));
    }

    private long lineOf(long position) {
        return tree.getLineMap().getLineNumber(position);
    }
}
