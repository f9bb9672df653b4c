package dev.chokepoint.bench;

/** A circuit as a fact of a rules engine. */
public final class Row {
  private final long tpp;
  private final long dieAreaMm2;
  private final String datacenter;
  private String eccn = "none";

  Row(long tpp, long dieAreaMm2, boolean datacenter) {
    this.tpp = tpp;
    this.dieAreaMm2 = dieAreaMm2;
    this.datacenter = datacenter ? "yes" : "no";
  }

  public long getTpp() {
    return tpp;
  }

  public long getDieAreaMm2() {
    return dieAreaMm2;
  }

  public String getDatacenter() {
    return datacenter;
  }

  public String getKind() {
    return "accelerator";
  }

  public String getEccn() {
    return eccn;
  }

  public void setEccn(String eccn) {
    this.eccn = eccn;
  }
}
