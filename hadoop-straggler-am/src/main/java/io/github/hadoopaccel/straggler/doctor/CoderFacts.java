package io.github.hadoopaccel.straggler.doctor;

import java.util.List;

/**
 * How this machine chooses the coder of one codec. Coders are called by Hadoop's names.
 *
 * @param codec such as {@code rs}
 * @param order the configured names, first choice first, exactly as Hadoop splits them
 * @param nativeEnabled value of {@code io.erasurecode.codec.native.enabled}
 * @param nativeLoads whether ISA-L is loaded
 * @param registered names of the coders that services on the class path offer
 * @param preferAccel value of {@code accel.read.prefer-accel-coder}
 * @param stock what DataNodes and stock clients get
 * @param streams what accelerated streams get, which choose for themselves where nobody has set an
 *     order
 */
record CoderFacts(
    String codec,
    List<String> order,
    boolean nativeEnabled,
    boolean nativeLoads,
    List<String> registered,
    boolean preferAccel,
    Choice stock,
    Choice streams) {

  CoderFacts {
    order = List.copyOf(order);
    registered = List.copyOf(registered);
  }

  /**
   * A coder that was chosen.
   *
   * @param coder its name, or {@code null} if there is none
   * @param detail its class, or why there is none
   */
  record Choice(String coder, String detail) {
    boolean isMade() {
      return coder != null;
    }

    boolean is(String name) {
      return name.equals(coder);
    }

    @Override
    public String toString() {
      return (isMade() ? coder : "none") + " (" + detail + ")";
    }
  }

  String property() {
    return "io.erasurecode.codec." + codec + ".rawcoders";
  }

  /** Whether ISA-L's coder is the fastest wherever it loads. */
  boolean isalFastest() {
    return RightOrder.of(codec).get(0).equals(nativeCoder());
  }

  /** Whether the order is Hadoop's own, which a configuration cannot tell from an order set so. */
  boolean untouched() {
    return order.isEmpty() || order.equals(List.of(nativeCoder(), javaCoder()));
  }

  /** Whether only the key that is to keep our coder away puts accelerated streams on Java's. */
  boolean keptOnJava() {
    return !preferAccel
        && untouched()
        && streams.is(javaCoder())
        && registered.contains(accelCoder());
  }

  String nativeCoder() {
    return codec + "_native";
  }

  String accelCoder() {
    return codec + "_accel";
  }

  String javaCoder() {
    return codec + "_java";
  }
}
