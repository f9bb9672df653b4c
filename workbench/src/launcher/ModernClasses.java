import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Rewrites the classes of a jar in the class file form of Java 8, with stack maps, where they are
 * older. The launcher runs it once after a build: the cache of class data takes no class of the
 * older form, so that a library which is compiled for Java 5 is otherwise parsed and verified anew
 * at every start. The code of the methods stays as it is.
 */
class ModernClasses {
  private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_7_VERSION;

  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    Path modern = Path.of(arguments[0] + ".modern");
    try (JarFile in = new JarFile(jar.toFile());
        URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        OutputStream file = Files.newOutputStream(modern);
        JarOutputStream out = new JarOutputStream(file)) {
      ClassFile form =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader).orElse(
                      ClassHierarchyResolver.ofResourceParsing(ClassLoader.getSystemClassLoader()))));
      for (Enumeration<JarEntry> entries = in.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        byte[] bytes;
        try (InputStream content = in.getInputStream(entry)) {
          bytes = content.readAllBytes();
        }
        out.putNextEntry(new JarEntry(entry.getName()));
        out.write(entry.getName().endsWith(".class") ? modern(form, bytes) : bytes);
        out.closeEntry();
      }
    }
    Files.move(modern, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] modern(ClassFile form, byte[] bytes) {
    ClassModel model = form.parse(bytes);
    if (model.majorVersion() >= FIRST_WITH_STACK_MAPS) {
      return bytes;
    }
    ClassTransform transform =
        (builder, element) -> {
          switch (element) {
            case ClassFileVersion version -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            case MethodModel method ->
                builder.transformMethod(
                    method,
                    java.lang.classfile.MethodTransform.transformingCode(
                        CodeTransform.ACCEPT_ALL.andThen((code, part) -> code.with(part))));
            default -> builder.with(element);
          }
        };
    return form.transformClass(model, transform);
  }
}
