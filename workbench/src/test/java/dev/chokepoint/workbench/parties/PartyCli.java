package dev.chokepoint.workbench.parties;

import dev.chokepoint.workbench.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code parties} in process, with a small list of facts of the official one. */
record PartyCli(int code, String out, String err) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  static final String HUAWEI = "Huawei Technologies Co., Ltd. (Huawei)";
  private static final String ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security";

  /** In the layout of 2019, without the column {@code _id}. */
  static final String LIST =
      """
      source,entity_number,type,programs,name,addresses,federal_register_notice,start_date,\
      license_requirement,license_policy,alt_names
      %1$s,,,,"Huawei Technologies Co., Ltd. (Huawei)","Bantian, Shenzhen, CN",84 FR 22961,\
      2019-05-16,"For all items subject to the EAR, see 734.9(e)(1)",Presumption of denial,\
      Huawei Technologies; Hua Wei; 华为
      %1$s,,,,Semiconductor Manufacturing International Corporation,"Shanghai, CN",85 FR 83416,\
      2020-12-18,All items subject to the EAR,Presumption of denial,SMIC
      Specially Designated Nationals (SDN) - Treasury Department,18715,Entity,RUSSIA-EO14024,\
      SBERBANK OF RUSSIA,"Moscow, RU",,,,,SBERBANK ROSSII
      """
          .formatted(ENTITY_LIST);

  static PartyCli run(Path store, Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> words = new ArrayList<>(List.of("parties"));
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    words.add("--store");
    words.add(store.toString());
    int code =
        Main.run(
            LocalDate.of(2026, 11, 24),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            words.toArray(new String[0]));
    return new PartyCli(code, out.toString(), err.toString());
  }

  static JsonNode json(Path store, Object... arguments) {
    List<Object> words = new ArrayList<>(List.of(arguments));
    words.add("--json");
    return MAPPER.readTree(run(store, words.toArray()).out());
  }

  static Path write(Path folder, String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder with the list of a day. */
  static Path store(Path folder) {
    Path store = folder.resolve("store");
    run(store, "import", write(folder, "list.csv", LIST), "--list-date", "2026-10-01");
    return store;
  }
}
