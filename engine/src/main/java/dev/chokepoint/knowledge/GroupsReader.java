package dev.chokepoint.knowledge;

import dev.chokepoint.controls.Countries;
import dev.chokepoint.controls.Rulebook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the country groups of a regime with the days of each membership. */
final class GroupsReader {
  private GroupsReader() {}

  static Map<String, List<Rulebook.Membership>> read(Cursor file) {
    file.only(Set.of("cite", "groups"));
    Map<String, List<Rulebook.Membership>> groups = new LinkedHashMap<>();
    file.at("groups").entries().forEach((group, body) -> groups.put(group, members(body)));
    return groups;
  }

  private static List<Rulebook.Membership> members(Cursor body) {
    List<Rulebook.Membership> members = new ArrayList<>();
    for (Cursor member : body.at("members").list()) {
      boolean plain = member.isText();
      String country = plain ? member.text() : member.at("country").text();
      if (Countries.find(country).isEmpty()) {
        member.problem("unknown-country", country, "an ISO 3166-1 alpha-2 code", "");
      }
      members.add(
          plain
              ? new Rulebook.Membership(country, null, null, "")
              : new Rulebook.Membership(
                  country,
                  member.at("from").date(),
                  member.at("until").date(),
                  member.at("note").text("")));
    }
    return members;
  }
}
