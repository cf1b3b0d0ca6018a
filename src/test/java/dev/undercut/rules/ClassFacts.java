package dev.undercut.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the rules need to know of one compiled class. Names are binary names with dots.
 *
 * @param name such as {@code dev.undercut.money.Usd$1}
 * @param superName the class it extends
 * @param enumeration whether it is an enum (constants with bodies extend their enum)
 * @param uses every class it mentions, in code, signatures and annotations
 * @param members every method and field it touches
 * @param mutableStatics static fields that can change
 */
public record ClassFacts(
        String name,
        String superName,
        boolean enumeration,
        Set<String> uses,
        Set<Member> members,
        List<String> mutableStatics) {

    private static final Pattern DESCRIPTOR = Pattern.compile("L((?:[\\w$]+/)+[\\w$]+)[;<]");
    private static final Pattern CHANGEABLE =
            Pattern.compile(
                    "Ljava/util/concurrent/(atomic/.*|Concurrent.*|CopyOnWrite.*)"
                            + "|Ljava/util/(HashMap|TreeMap|ArrayList|HashSet);"
                            + "|Ljava/lang/(ThreadLocal|StringBuilder);");

    /** A method or field of {@code owner}. */
    public record Member(String owner, String name, String descriptor) {}

    /** Every class below a folder of compiled classes. */
    public static List<ClassFacts> under(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .map(ClassFacts::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassFacts read(Path file) {
        try {
            return of(ClassFile.of().parse(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassFacts of(ClassModel model) {
        Set<String> uses = new TreeSet<>();
        Set<Member> members = new LinkedHashSet<>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry named -> addType(named.asInternalName(), uses);
                case Utf8Entry text -> addDescriptors(text.stringValue(), uses);
                case MemberRefEntry member ->
                        members.add(
                                new Member(
                                        dotted(member.owner().asInternalName()),
                                        member.name().stringValue(),
                                        member.type().stringValue()));
                default -> {}
            }
        }
        return new ClassFacts(
                dotted(model.thisClass().asInternalName()),
                model.superclass().map(s -> dotted(s.asInternalName())).orElse(""),
                model.flags().has(AccessFlag.ENUM),
                uses,
                members,
                mutableStatics(model));
    }

    private static void addType(String internalName, Set<String> uses) {
        if (internalName.startsWith("[")) {
            addDescriptors(internalName, uses);
        } else {
            uses.add(dotted(internalName));
        }
    }

    private static void addDescriptors(String text, Set<String> uses) {
        if (text.indexOf('/') < 0) {
            return;
        }
        Matcher matcher = DESCRIPTOR.matcher(text);
        while (matcher.find()) {
            uses.add(dotted(matcher.group(1)));
        }
    }

    private static List<String> mutableStatics(ClassModel model) {
        List<String> found = new ArrayList<>();
        for (var field : model.fields()) {
            boolean fixed = field.flags().has(AccessFlag.FINAL);
            boolean changeable = CHANGEABLE.matcher(field.fieldType().stringValue()).matches();
            if (field.flags().has(AccessFlag.STATIC)
                    && !field.flags().has(AccessFlag.SYNTHETIC)
                    && (!fixed || changeable)) {
                found.add(field.fieldName().stringValue());
            }
        }
        return found;
    }

    private static String dotted(String internalName) {
        return internalName.replace('/', '.');
    }

    /** The package of a dotted class name. */
    static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : className.substring(0, dot);
    }
}
