package dev.chokepoint.workbench.porting;

import dev.chokepoint.porting.Inventory;
import dev.chokepoint.porting.PortingFacts;
import dev.chokepoint.porting.ScannedFile;
import dev.chokepoint.porting.Use;
import dev.chokepoint.units.Problem;
import dev.chokepoint.workbench.porting.SourceTree.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Scans a source tree: reads bytes, runs nothing. */
public final class PortScan {
  /** A file above this size is not source text that anybody wrote or will port. */
  static final long LARGEST = 128L << 20;

  private static final String UNREAD = "unread";

  private PortScan() {}

  /** One scanned file with the names it defines itself. */
  private record Part(ScannedFile file, Set<String> declared) {}

  /** What a folder, or one file, uses of CUDA. */
  public static Inventory scan(Path root, Vocabulary vocabulary) {
    SourceTree.Listing listing = SourceTree.list(root);
    List<Problem> problems = Collections.synchronizedList(new ArrayList<>(listing.problems()));
    AtomicLong bytes = new AtomicLong();
    AtomicLong lines = new AtomicLong();
    Set<String> declared = ConcurrentHashMap.newKeySet();
    List<Part> parts =
        listing.files().parallelStream()
            .map(source -> part(source, vocabulary, problems))
            .peek(part -> {
              bytes.addAndGet(part.file().bytes());
              lines.addAndGet(part.file().lines());
              declared.addAll(part.declared());
            })
            .filter(part -> !part.file().uses().isEmpty() || !part.file().kernels().isEmpty())
            .toList();
    Set<String> packages = packages(listing.files());
    List<Part> all = new ArrayList<>(parts);
    listing.unread().forEach(source -> all.add(unread(source)));
    List<ScannedFile> files =
        all.stream()
            .map(part -> withoutOwnNames(part.file(), declared, packages))
            .sorted(Comparator.comparing(ScannedFile::path))
            .collect(Collectors.toList());
    problems.sort(Comparator.comparing(Problem::place).thenComparing(Problem::id));
    int unread = (int) parts.stream().filter(part -> part.file().language().equals(UNREAD)).count();
    int read = listing.files().size() - unread;
    return new Inventory(files, read, bytes.get(), lines.get(), problems);
  }

  /**
   * Packages of Python that the tree itself holds: a library that is ported does not use itself.
   * PyTorch's own names stay, because they are how CUDA is reached there too.
   */
  private static Set<String> packages(List<Source> files) {
    Set<String> folders =
        files.stream()
            .map(Source::path)
            .filter(path -> path.endsWith("/__init__.py"))
            .map(path -> path.substring(0, path.length() - "/__init__.py".length()))
            .collect(Collectors.toSet());
    return folders.stream()
        .filter(folder -> !folders.contains(parent(folder)))
        .map(folder -> folder.substring(folder.lastIndexOf('/') + 1))
        .filter(name -> !name.equals(PortingFacts.TORCH))
        .collect(Collectors.toSet());
  }

  private static String parent(String folder) {
    return folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
  }

  /** A name that only looks like one of NVIDIA's and is defined in the program is the program's. */
  private static ScannedFile withoutOwnNames(
      ScannedFile file, Set<String> declared, Set<String> packages) {
    List<Use> uses = file.uses().stream().filter(use -> !isOwn(use, declared, packages)).toList();
    return new ScannedFile(
        file.path(),
        file.language(),
        file.bytes(),
        file.lines(),
        file.codeLines(),
        file.statements(),
        file.vendor(),
        uses,
        file.kernels());
  }

  private static boolean isOwn(Use use, Set<String> declared, Set<String> packages) {
    return switch (use.library()) {
      case "unlisted" -> declared.contains(use.name());
      case "python" -> packages.contains(use.name().replaceFirst("\\..*", ""));
      default -> false;
    };
  }

  private static Part part(Source source, Vocabulary vocabulary, List<Problem> problems) {
    byte[] bytes = read(source, problems);
    return bytes == null ? unread(source) : scan(source, bytes, vocabulary, problems);
  }

  /** What was not read may hold anything: one unknown use stands for all of it. */
  private static Part unread(Source source) {
    String construct = isCudaByName(source) ? Use.UNREAD_CUDA : Use.UNREAD_FILE;
    Use use = new Use(1, construct, "", construct, Use.Place.CODE, 0, false);
    return part(source, UNREAD, 0, 0, 0, List.of(use));
  }

  private static boolean isCudaByName(Source source) {
    String path = source.path().toLowerCase(Locale.ROOT);
    return path.endsWith(".cu") || path.endsWith(".cuh");
  }

  /** Scans the bytes of one file; any bytes give a result. */
  private static Part scan(
      Source source, byte[] bytes, Vocabulary vocabulary, List<Problem> problems) {
    return switch (source.kind()) {
      case CPP -> cpp(source, bytes, vocabulary);
      case PYTHON -> {
        String text = text(bytes);
        PythonScanner.Found found = PythonScanner.scan(text, vocabulary);
        List<Use> uses = new ArrayList<>(found.uses());
        uses.addAll(BuildScanner.scan(text, "python", vocabulary));
        ScannedFile file =
            new ScannedFile(
                source.path(),
                "python",
                bytes.length,
                found.lines(),
                found.codeLines(),
                0,
                source.vendor(),
                uses,
                found.kernels());
        yield new Part(file, found.declared());
      }
      case NOTEBOOK -> notebook(source, bytes, vocabulary, problems);
      case MAKE, CMAKE, DOCKER, PINS, CI, SHELL -> {
        String text = text(bytes);
        int lines = (int) text.lines().count();
        List<Use> uses = BuildScanner.scan(text, source.kind().word(), vocabulary);
        yield part(source, "build", bytes.length, lines, lines, uses);
      }
    };
  }

  private static Part notebook(
      Source source, byte[] bytes, Vocabulary vocabulary, List<Problem> problems) {
    NotebookScanner.Found found = NotebookScanner.scan(bytes, source.path(), vocabulary, problems);
    if (found == null) {
      return unread(source);
    }
    ScannedFile file =
        new ScannedFile(
            source.path(),
            "notebook",
            bytes.length,
            found.lines(),
            found.codeLines(),
            found.statements(),
            source.vendor(),
            found.uses(),
            found.kernels());
    return new Part(file, found.declared());
  }

  private static Part cpp(Source source, byte[] bytes, Vocabulary vocabulary) {
    CppScanner.Found found = CppScanner.scan(bytes, vocabulary, isCudaByName(source));
    ScannedFile file =
        new ScannedFile(
            source.path(),
            found.isCuda() ? "cuda" : "c++",
            bytes.length,
            found.lines(),
            found.codeLines(),
            found.statements(),
            source.vendor(),
            found.uses(),
            found.kernels());
    return new Part(file, found.declared());
  }

  private static Part part(
      Source source, String language, long bytes, int lines, int codeLines, List<Use> uses) {
    return new Part(
        new ScannedFile(
            source.path(), language, bytes, lines, codeLines, 0, source.vendor(), uses, List.of()),
        Set.of());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte @Nullable [] read(Source source, List<Problem> problems) {
    if (source.bytes() > LARGEST) {
      problems.add(
          new Problem(
              "file-too-large",
              source.path(),
              source.bytes() + " bytes",
              "at most " + LARGEST + " bytes",
              "Maybe it is generated."));
      return null;
    }
    try {
      byte[] bytes = Files.readAllBytes(source.file());
      if (SourceText.isLargeFilePointer(bytes)) {
        problems.add(
            new Problem(
                "file-not-downloaded",
                source.path(),
                "a pointer of Git LFS",
                "the file itself",
                "Maybe run `git lfs pull` first."));
        return null;
      }
      byte[] text = SourceText.of(bytes);
      if (text == null) {
        problems.add(
            new Problem(
                "binary-file", source.path(), "", "text in UTF-8", "Maybe it is not source."));
      }
      return text;
    } catch (IOException e) {
      problems.add(
          new Problem("unreadable-file", source.path(), "", "a file that may be read", ""));
      return null;
    }
  }
}
