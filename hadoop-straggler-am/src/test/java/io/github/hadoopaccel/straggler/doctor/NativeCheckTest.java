package io.github.hadoopaccel.straggler.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeCheckTest {
  private static Finding found(NativeFacts facts) {
    return NativeCheck.findings(facts).get(0);
  }

  @Test
  void isalIsFine() {
    Finding finding = found(new NativeFacts(true, true, true, "/lib/libisal.so.2", null, "/n"));
    assertThat(finding.severity()).isEqualTo(Severity.OK);
    assertThat(finding.message()).contains("/lib/libisal.so.2");
    assertThat(finding.values()).containsEntry("isal", true);
  }

  @Test
  void withoutLibhadoopItSaysWhereItWasLookedFor() {
    Finding finding =
        found(new NativeFacts(false, false, false, null, "libhadoop was not loaded", "/a:/b"));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message()).contains("java.library.path (here: /a:/b)").contains("libisal2");
    assertThat(finding.remedies())
        .containsExactly(
            new Remedy(
                "mapreduce.admin.user.env",
                "LD_LIBRARY_PATH=$HADOOP_COMMON_HOME/lib/native:/folder/of/libhadoop",
                "mapred-site.xml"));
  }

  @Test
  void aLibhadoopWithoutIsalIsToBeReplaced() {
    Finding finding =
        found(new NativeFacts(true, false, false, null, "libhadoop was built without ISA-L", ""));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message()).contains("built without ISA-L");
    assertThat(finding.remedies()).isEmpty();
  }

  @Test
  void withoutLibisalItSaysWhatTheLoaderSaid() {
    String reason = "Failed to load libisal.so.2 (libisal.so.2: cannot open shared object file)";
    Finding finding = found(new NativeFacts(true, true, false, null, reason, ""));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.message()).contains(reason).contains("Install libisal2");
    assertThat(finding.remedies())
        .extracting(Remedy::value)
        .containsExactly("LD_LIBRARY_PATH=$HADOOP_COMMON_HOME/lib/native:/folder/of/libisal.so.2");
  }
}
