package dev.chokepoint.porting;

/**
 * What a table says of one name or construct on one target.
 *
 * @param key a CUDA name, a construct, or a name of Python
 * @param becomes the name on the target; empty if it is the same or there is none
 * @param since version of the target that first has it; empty if no table says
 * @param until version of the target that no longer has it; empty if none
 * @param restriction what is different or limited; may be empty
 * @param table id of the table that says so; empty for an unknown
 */
public record Mapping(
    String key,
    PortVerdict verdict,
    String becomes,
    String since,
    String until,
    String restriction,
    String table) {

  /** The mapping of something that no table speaks of. */
  public static Mapping unknown(String key) {
    return new Mapping(key, PortVerdict.UNKNOWN, "", "", "", "no table read speaks of it", "");
  }

  Mapping with(PortVerdict verdict, String restriction) {
    return new Mapping(key, verdict, becomes, since, until, restriction, table);
  }
}
