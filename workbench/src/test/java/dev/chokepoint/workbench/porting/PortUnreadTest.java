package dev.chokepoint.workbench.porting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.porting.Inventory;
import dev.chokepoint.porting.Kernel;
import dev.chokepoint.porting.ScannedFile;
import dev.chokepoint.porting.Use;
import dev.chokepoint.units.Problem;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Files in other encodings are read, and what cannot be read is unknown. */
class PortUnreadTest {
  private static final Vocabulary VOCABULARY = new PortTables(null).vocabulary();
  private static final String PROGRAM =
      "__global__ void k(int *a) { a[0] = 1; }\nvoid f() { k<<<1, 1>>>(0); cudaFree(0); }\n";

  @TempDir Path folder;

  private Inventory scan() {
    return PortScan.scan(folder, VOCABULARY);
  }

  private List<String> constructs() {
    return scan().files().stream()
        .flatMap(file -> file.uses().stream())
        .map(Use::construct)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void anEncodingWithAMarkIsRead(String name) throws IOException {
    Files.write(folder.resolve("a.cu"), ("\uFEFF" + PROGRAM).getBytes(Charset.forName(name)));
    ScannedFile file = scan().files().getFirst();
    assertThat(file.kernels()).hasSize(1);
    assertThat(file.uses()).extracting(Use::name).contains("__global__", "<<<", "cudaFree");
    assertThat(file.uses().getLast().line()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void utf16WithoutAMarkIsRead(String name) throws IOException {
    Files.write(folder.resolve("a.cu"), PROGRAM.getBytes(Charset.forName(name)));
    Files.write(
        folder.resolve("b.py"),
        "import torch\ntorch.cuda.synchronize()\n".getBytes(Charset.forName(name)));
    assertThat(scan().problems()).isEmpty();
    assertThat(scan().files()).hasSize(2);
    assertThat(scan().files().getFirst().kernels()).hasSize(1);
  }

  @Test
  void whatIsNoTextIsUnknown() throws IOException {
    byte[] noise = new byte[300];
    new Random(7).nextBytes(noise);
    Files.write(folder.resolve("x.cu"), new byte[] {1, 0, 2, 0});
    Files.write(folder.resolve("X.CUH"), noise);
    Files.write(folder.resolve("y.py"), noise);
    Files.write(folder.resolve("z.cu"), "cudaMalloc(\0\0\0".getBytes(StandardCharsets.US_ASCII));
    assertThat(constructs())
        .containsExactly(Use.UNREAD_CUDA, Use.UNREAD_CUDA, Use.UNREAD_FILE, Use.UNREAD_CUDA);
    assertThat(scan().filesRead()).isZero();
  }

  @Test
  void aFileThatGitDidNotDownloadIsUnknown() throws IOException {
    Files.writeString(
        folder.resolve("a.cu"),
        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n");
    assertThat(constructs()).containsExactly(Use.UNREAD_CUDA);
    assertThat(scan().problems()).extracting(Problem::id).containsExactly("file-not-downloaded");
  }

  @Test
  void aFileTooLargeIsUnknown() throws IOException {
    try (var file = new java.io.RandomAccessFile(folder.resolve("huge.cuh").toFile(), "rw")) {
      file.setLength(PortScan.LARGEST + 1);
    }
    assertThat(constructs()).containsExactly(Use.UNREAD_CUDA);
  }

  @Test
  void linksOutOfTheTreeAreUnknownAndLinksIntoItAreNot(@TempDir Path outside) throws IOException {
    Files.writeString(outside.resolve("secret.cu"), "cudaFree(0);");
    Path up = Files.createDirectory(folder.resolve("loop"));
    Files.writeString(folder.resolve("a.cu"), "int a;");
    Files.createSymbolicLink(up.resolve("up"), folder);
    Files.createSymbolicLink(up.resolve("self"), up.resolve("self"));
    Files.createSymbolicLink(up.resolve("same.cu"), folder.resolve("a.cu"));
    Files.createSymbolicLink(folder.resolve("out"), outside);
    Files.createSymbolicLink(folder.resolve("out.cu"), outside.resolve("secret.cu"));
    Files.createSymbolicLink(folder.resolve("gone.cu"), outside.resolve("none.cu"));
    Inventory inventory = scan();
    assertThat(inventory.problems())
        .extracting(Problem::place)
        .containsExactly("gone.cu", "loop/same.cu", "loop/self", "loop/up", "out", "out.cu");
    assertThat(inventory.files())
        .extracting(ScannedFile::path)
        .containsExactly("gone.cu", "out", "out.cu");
    assertThat(constructs()).containsExactly(Use.UNREAD_CUDA, Use.UNREAD_FILE, Use.UNREAD_CUDA);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1,2,3]",
        "{\"cells\":5}",
        "{}",
        "7",
        "{\"cells\":[3]}",
        "{\"cells\":[{\"cell_type\":\"code\",\"source\":{\"a\":1}}]}",
        "{\"cells\":[{\"cell_type\":\"code\"}]}",
        "{\"worksheets\":[{\"cells\":4}]}",
        "{\"cells\": ["
      })
  void whatIsNoNotebookIsUnknown(String text) throws IOException {
    Files.writeString(folder.resolve("a.ipynb"), text);
    assertThat(scan().problems()).extracting(Problem::id).containsExactly("bad-notebook");
    assertThat(constructs()).containsExactly(Use.UNREAD_FILE);
  }

  private ScannedFile notebook(String... cells) throws IOException {
    JsonMapper json = new JsonMapper();
    var root = json.createObjectNode();
    var array = root.putArray("cells");
    for (String cell : cells) {
      array.addObject().put("cell_type", "code").put("source", cell);
    }
    Files.writeString(folder.resolve("a.ipynb"), json.writeValueAsString(root));
    return scan().files().getFirst();
  }

  @Test
  void linesForTheShellAreRead() throws IOException {
    ScannedFile file =
        notebook("x = 1\n!nvcc -arch=sm_80 foo.cu\n", "%pip install nvidia-cublas-cu12\n");
    assertThat(file.uses())
        .extracting(Use::construct)
        .containsExactly("nvcc", "nvcc-flags", "cuda-wheel");
    assertThat(file.uses().getFirst().line()).isEqualTo(2);
  }

  @Test
  void cellsThatBecomeFilesAreReadAsThose() throws IOException {
    ScannedFile file =
        notebook(
            "x = 1",
            "%%writefile k.cu\n" + PROGRAM,
            "%%cu\n__global__ void second() {}\n",
            "%%bash\nnvcc k.cu\n",
            "%%html\nnvcc\n",
            "%%time\nimport torch\ntorch.cuda.synchronize()\n");
    assertThat(file.kernels()).extracting(Kernel::name).containsExactly("k", "second");
    assertThat(file.kernels().getFirst().line()).isEqualTo(3);
    assertThat(file.uses())
        .extracting(Use::name)
        .contains("cudaFree", "nvcc", "torch.cuda.synchronize");
    assertThat(file.uses().stream().filter(use -> use.name().equals("nvcc"))).hasSize(1);
  }

  @Test
  void notebooksOfTheOldFormatAreRead() throws IOException {
    Files.writeString(
        folder.resolve("a.ipynb"),
        "{\"worksheets\":[{\"cells\":[{\"cell_type\":\"code\",\"input\":"
            + "[\"import torch\\n\",\"torch.cuda.synchronize()\"]}]}],\"nbformat\":3}");
    assertThat(scan().files().getFirst().uses())
        .extracting(Use::name)
        .containsExactly("torch.cuda.synchronize");
  }

  @Test
  void settingsOfPrecisionAndSpeedInPythonAreConstructs() throws IOException {
    ScannedFile file =
        notebook(
            """
            import torch
            torch.backends.cuda.matmul.allow_tf32 = True
            f = torch.compile(g)
            with torch.autocast('cuda'):
              pass
            torch.backends.cudnn.deterministic = True
            torch.backends.cudnn.benchmark = True
            """);
    assertThat(file.uses())
        .extracting(Use::construct)
        .contains(
            "python-precision",
            "python-compile",
            "python-amp",
            "python-determinism",
            "python-benchmark");
  }
}
