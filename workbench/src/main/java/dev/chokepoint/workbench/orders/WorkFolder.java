package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of a run. Everything is made in {@code .work}; finished results move to their places
 * at the end, in an order written down before, so that a run that was killed there goes on.
 */
final class WorkFolder implements Closeable {
  static final String MANIFEST = "manifest.json";
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path out;
  private final Path work;
  private final FileChannel channel;
  private final @Nullable FileLock lock;

  WorkFolder(Path folder) {
    this.out = folder.toAbsolutePath();
    this.work = out.resolve(".work");
    if (out.toString().matches(".*[*?\\[\\]{}].*")) {
      throw new Refused(
          new Problem(
              "bad-value",
              "--out",
              folder.toString(),
              "a folder without * ? [ ] { } in its path",
              ""));
    }
    Disk.createFolders(work);
    try {
      channel =
          FileChannel.open(
              out.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = lock(channel);
    } catch (IOException e) {
      throw new Refused(
          new Problem("cannot-write", "--out", out.toString(), "a folder that can be written", ""));
    }
    if (lock == null) {
      throw new Refused(
          new Problem(
              "folder-in-use",
              "--out",
              folder.toString(),
              "one run at a time; earlier results are untouched",
              "Maybe wait for the other run, or give another folder."));
    }
    publish();
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  Path work() {
    return work;
  }

  /** Where finished results wait for publishing. */
  Path results() {
    return work.resolve("final");
  }

  /** Keeps what an earlier run of the same job finished, and nothing of another one. */
  void begin(Map<String, Object> job) {
    String text = MAPPER.writeValueAsString(job);
    Path file = work.resolve("job.json");
    if (Files.exists(file) && Disk.read(file).equals(text)) {
      return;
    }
    for (Path path : Disk.files(work)) {
      try {
        Files.delete(path);
      } catch (IOException e) {
        throw Disk.trouble(e, path);
      }
    }
    Disk.write(file, text);
  }

  /** Writes the manifest beside the results, and down what is to move. */
  void list(Map<String, Object> job) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("job", job);
    List<Object> files = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Path path : Disk.files(results())) {
      String name = results().relativize(path).toString().replace('\\', '/');
      if (name.equals(MANIFEST) || name.endsWith(".tmp")) {
        continue;
      }
      Map<String, Object> file = new LinkedHashMap<>();
      Fingerprint print = Fingerprint.of(path, "--out");
      file.put("name", name);
      file.put("bytes", print.size());
      file.put("sha256", print.sha256());
      files.add(file);
      names.add(name);
    }
    manifest.put("files", files);
    Disk.write(results().resolve(MANIFEST), MAPPER.writeValueAsString(manifest));
    names.add(MANIFEST);
    Disk.write(work.resolve("publish.json"), MAPPER.writeValueAsString(names));
  }

  /** Moves what is still to move; a run that was killed here is finished by the next one. */
  void publish() {
    Path list = work.resolve("publish.json");
    if (!Files.exists(list)) {
      return;
    }
    List<String> names = new ArrayList<>();
    MAPPER.readTree(Disk.read(list)).forEach(node -> names.add(node.asString()));
    removeFormer(names);
    for (String name : names) {
      Path finished = results().resolve(name);
      if (Files.exists(finished)) {
        Disk.publish(finished, out.resolve(name));
      }
    }
    Disk.delete(work);
    Disk.createFolders(work);
  }

  /** Results of the run before this one that this one does not have. */
  private void removeFormer(List<String> names) {
    Path former = out.resolve(MANIFEST);
    if (!Files.exists(former)) {
      return;
    }
    for (JsonNode file : MAPPER.readTree(Disk.read(former)).path("files")) {
      String name = file.path("name").asString("");
      if (!names.contains(name) && !name.isEmpty() && !name.contains("..")) {
        try {
          Files.deleteIfExists(out.resolve(name));
        } catch (IOException e) {
          throw Disk.trouble(e, out.resolve(name));
        }
      }
    }
  }

  /** Leaves nothing behind but the results. */
  void done() {
    Disk.delete(work);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw Disk.trouble(e, out);
    }
  }
}
