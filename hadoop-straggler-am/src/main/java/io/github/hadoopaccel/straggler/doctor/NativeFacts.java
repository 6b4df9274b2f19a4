package io.github.hadoopaccel.straggler.doctor;

import org.apache.hadoop.io.erasurecode.ErasureCodeNative;
import org.apache.hadoop.util.NativeCodeLoader;

/**
 * Which native libraries this JVM has loaded.
 *
 * @param hadoopLoaded whether {@code libhadoop} is loaded
 * @param builtWithIsal whether it was built with ISA-L; false where it is not loaded
 * @param isalLoaded whether ISA-L is loaded, so that the native coders work
 * @param isalLibrary name or path of ISA-L's library, or {@code null}
 * @param isalFailure why ISA-L is not loaded, or {@code null}
 * @param libraryPath where this JVM looks for {@code libhadoop}
 */
record NativeFacts(
    boolean hadoopLoaded,
    boolean builtWithIsal,
    boolean isalLoaded,
    String isalLibrary,
    String isalFailure,
    String libraryPath) {

  static NativeFacts gather() {
    boolean hadoop = NativeCodeLoader.isNativeCodeLoaded();
    boolean isal = ErasureCodeNative.isNativeCodeLoaded();
    return new NativeFacts(
        hadoop,
        hadoop && NativeCodeLoader.buildSupportsIsal(),
        isal,
        isal ? ErasureCodeNative.getLibraryName() : null,
        ErasureCodeNative.getLoadingFailureReason(),
        System.getProperty("java.library.path", ""));
  }
}
