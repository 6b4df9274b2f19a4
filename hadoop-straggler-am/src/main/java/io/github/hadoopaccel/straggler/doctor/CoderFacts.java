package io.github.hadoopaccel.straggler.doctor;

import java.util.List;

/**
 * How this machine chooses the coder of one codec. Coders are called by Hadoop's names.
 *
 * @param codec such as {@code rs}
 * @param order the configured names, first choice first, exactly as Hadoop splits them
 * @param isalFastest whether ISA-L's coder is the fastest wherever it loads
 * @param nativeEnabled value of {@code io.erasurecode.codec.native.enabled}
 * @param nativeLoads whether ISA-L is loaded
 * @param registered names of the coders that services on the class path offer
 * @param used name of the coder that a stock reader gets, or {@code null} if it gets none
 * @param usedClass its class, or why there is none
 */
record CoderFacts(
    String codec,
    List<String> order,
    boolean isalFastest,
    boolean nativeEnabled,
    boolean nativeLoads,
    List<String> registered,
    String used,
    String usedClass) {

  CoderFacts {
    order = List.copyOf(order);
    registered = List.copyOf(registered);
  }

  String property() {
    return "io.erasurecode.codec." + codec + ".rawcoders";
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
