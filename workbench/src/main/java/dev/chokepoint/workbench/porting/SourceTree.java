package dev.chokepoint.workbench.porting;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The files of a repository. Links are never followed, so nothing outside the folder is read and no
 * loop is entered.
 */
final class SourceTree {
  /** One file to scan. */
  record Source(Path file, String path, Kind kind, String vendor, long bytes) {}

  /** What a file is read as. */
  enum Kind {
    CPP,
    PYTHON,
    NOTEBOOK,
    MAKE,
    CMAKE,
    DOCKER,
    PINS,
    CI,
    SHELL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * All files, in the order of their paths, and what could not be read.
   *
   * @param unread files and folders whose content is not known
   */
  record Listing(List<Source> files, List<Source> unread, List<Problem> problems) {}

  private static final int DEEPEST = 200;

  private static final Set<String> CPP =
      Set.of("cu", "cuh", "c", "cc", "cpp", "cxx", "h", "hpp", "hh", "inl", "inc", "hip");
  private static final Set<String> SKIPPED =
      Set.of(".git", ".hg", ".svn", "node_modules", "__pycache__");
  private static final Set<String> VENDOR =
      Set.of(
          "third_party",
          "thirdparty",
          "third-party",
          "3rdparty",
          "3rd_party",
          "vendor",
          "vendored",
          "external",
          "externals",
          "extern",
          "submodules",
          "deps",
          "dependencies");
  private static final Map<String, Kind> NAMES =
      Map.of(
          "makefile", Kind.MAKE,
          "gnumakefile", Kind.MAKE,
          "cmakelists.txt", Kind.CMAKE,
          "environment.yml", Kind.PINS,
          "environment.yaml", Kind.PINS,
          "pyproject.toml", Kind.PINS,
          "pipfile", Kind.PINS,
          "meta.yaml", Kind.PINS,
          ".gitlab-ci.yml", Kind.CI,
          "jenkinsfile", Kind.CI);

  private SourceTree() {}

  static Listing list(Path root) {
    if (!Files.exists(root)) {
      throw new Refused(
          new Problem("no-such-folder", "port", root.toString(), "a folder or a file", ""));
    }
    List<Source> files = new ArrayList<>();
    List<Source> unread = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    try {
      Path start = root.toRealPath();
      if (Files.isRegularFile(start)) {
        add(files, start.getParent() == null ? start : start.getParent(), start, Files.size(start));
      } else {
        Files.walkFileTree(
            start,
            EnumSet.noneOf(FileVisitOption.class),
            DEEPEST,
            visitor(start, files, unread, problems));
      }
    } catch (IOException e) {
      throw new Refused(
          new Problem(
              "unreadable-folder", "port", root.toString(), "a folder that may be read", ""));
    }
    emptySubmodules(root, problems);
    files.sort(Comparator.comparing(Source::path));
    problems.sort(Comparator.comparing(Problem::place).thenComparing(Problem::id));
    return new Listing(files, unread, problems);
  }

  private static SimpleFileVisitor<Path> visitor(
      Path root, List<Source> files, List<Source> unread, List<Problem> problems) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        Path name = folder.getFileName();
        boolean skip = name != null && !folder.equals(root) && SKIPPED.contains(name.toString());
        return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
          add(files, root, file, attributes.size());
        } else if (attributes.isSymbolicLink()) {
          link(file);
        } else if (attributes.isDirectory()) {
          // A walk that ends at a depth visits the folder there like a file.
          unread(file, "folder-too-deep", "at most " + DEEPEST + " folders in one another");
        }
        return FileVisitResult.CONTINUE;
      }

      private void link(Path file) {
        boolean isOfInterest = kind(relative(root, file)) != null;
        if (isOfInterest || !Files.isRegularFile(file)) {
          problems.add(new Problem("link-not-followed", relative(root, file), "", "", ""));
          if (!isReadElsewhere(root, file)) {
            unread.add(unknown(root, file));
          }
        }
      }

      private void unread(Path file, String id, String limit) {
        problems.add(new Problem(id, relative(root, file), "", limit, ""));
        unread.add(unknown(root, file));
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException e) {
        unread(file, "unreadable-file", "a file that may be read");
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(
          Path folder, @org.jspecify.annotations.Nullable IOException e) {
        if (e != null) {
          unread(folder, "unreadable-folder", "a folder that may be read");
        }
        return FileVisitResult.CONTINUE;
      }
    };
  }

  /** Whether a link only leads to what the walk comes to anyway, or round in a circle. */
  private static boolean isReadElsewhere(Path root, Path link) {
    try {
      return link.toRealPath().startsWith(root);
    } catch (java.nio.file.FileSystemLoopException e) {
      return true;
    } catch (IOException e) {
      return isCircle(link);
    }
  }

  /** A link to itself holds nothing. */
  private static boolean isCircle(Path link) {
    try {
      Path parent = link.toAbsolutePath().getParent();
      Path to = Files.readSymbolicLink(link);
      return parent != null && parent.resolve(to).normalize().equals(link.toAbsolutePath());
    } catch (IOException e) {
      return false;
    }
  }

  private static Source unknown(Path root, Path file) {
    String path = relative(root, file);
    return new Source(file, path, Kind.CPP, vendor(path + "/"), 0);
  }

  private static void add(List<Source> files, Path root, Path file, long bytes) {
    String path = relative(root, file);
    Kind kind = kind(path);
    if (kind != null) {
      files.add(new Source(file, path, kind, vendor(path), bytes));
    }
  }

  private static String relative(Path root, Path file) {
    String path = root.relativize(file).toString().replace('\\', '/');
    return path.isEmpty() ? String.valueOf(file.getFileName()) : path;
  }

  /** What a file is read as, or null if it is of no interest. */
  static @org.jspecify.annotations.Nullable Kind kind(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    String extension = name.substring(name.lastIndexOf('.') + 1);
    Kind named = NAMES.get(name);
    if (named != null) {
      return named;
    }
    if (CPP.contains(extension) && name.length() > extension.length()) {
      return Kind.CPP;
    }
    if (name.contains("dockerfile") || name.contains("containerfile")) {
      return Kind.DOCKER;
    }
    if (extension.equals("txt") && name.contains("requirement")) {
      return Kind.PINS;
    }
    if ((extension.equals("yml") || extension.equals("yaml"))
        && (path.startsWith(".github/") || path.contains("/ci/") || path.startsWith(".ci"))) {
      return Kind.CI;
    }
    return switch (extension) {
      case "py", "pyi", "pyx" -> Kind.PYTHON;
      case "ipynb" -> Kind.NOTEBOOK;
      case "mk", "mak" -> Kind.MAKE;
      case "cmake" -> Kind.CMAKE;
      case "sh" -> Kind.SHELL;
      default -> null;
    };
  }

  private static String vendor(String path) {
    int from = 0;
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (VENDOR.contains(path.substring(from, slash).toLowerCase(Locale.ROOT))) {
        return path.substring(0, slash);
      }
      from = slash + 1;
    }
    return "";
  }

  private static void emptySubmodules(Path root, List<Problem> problems) {
    Path modules = root.resolve(".gitmodules");
    if (!Files.isRegularFile(modules, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      for (String line :
          Files.readAllLines(modules, java.nio.charset.StandardCharsets.ISO_8859_1)) {
        String[] parts = line.strip().split("\\s*=\\s*", 2);
        if (parts.length == 2 && parts[0].equals("path") && isMissing(root, parts[1])) {
          problems.add(
              new Problem(
                  "missing-submodule",
                  parts[1],
                  "",
                  "its files",
                  "Maybe run `git submodule update --init` first."));
        }
      }
    } catch (IOException e) {
      problems.add(
          new Problem("unreadable-file", ".gitmodules", "", "a file that may be read", ""));
    }
  }

  private static boolean isMissing(Path root, String path) {
    try {
      Path folder = root.resolve(path).normalize();
      if (!folder.startsWith(root.normalize())) {
        return false;
      }
      if (!Files.isDirectory(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        return true;
      }
      try (var entries = Files.list(folder)) {
        return entries.findAny().isEmpty();
      }
    } catch (IOException | java.nio.file.InvalidPathException e) {
      return true;
    }
  }
}
