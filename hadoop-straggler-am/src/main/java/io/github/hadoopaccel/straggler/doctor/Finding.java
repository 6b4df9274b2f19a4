package io.github.hadoopaccel.straggler.doctor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One thing that a check found. Immutable.
 *
 * @param check id of the check, stable between versions
 * @param message one sentence or two for people: what, where, and what to do
 * @param remedies properties to set; empty where no property mends it
 * @param values what was measured or read, for programs: strings, numbers, booleans, and lists and
 *     maps of them
 */
public record Finding(
    String check,
    Severity severity,
    String message,
    List<Remedy> remedies,
    Map<String, Object> values) {

  /** Copies the collections; {@code values} keep their order. */
  public Finding {
    Objects.requireNonNull(check, "check");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(message, "message");
    remedies = List.copyOf(remedies);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  static Finding ok(String check, String message) {
    return of(check, Severity.OK, message);
  }

  static Finding note(String check, String message, Remedy... remedies) {
    return of(check, Severity.NOTE, message, remedies);
  }

  static Finding warning(String check, String message, Remedy... remedies) {
    return of(check, Severity.WARNING, message, remedies);
  }

  static Finding error(String check, String message, Remedy... remedies) {
    return of(check, Severity.ERROR, message, remedies);
  }

  static Finding of(String check, Severity severity, String message, Remedy... remedies) {
    return new Finding(check, severity, message, List.of(remedies), Map.of());
  }

  /** This finding, as a note with {@code reason} at its end if it is a warning. */
  Finding ifWarningNoteThat(String reason) {
    return severity == Severity.WARNING
        ? new Finding(check, Severity.NOTE, message + " " + reason, remedies, values)
        : this;
  }

  /** This finding with a sentence more. */
  Finding and(String sentence) {
    return new Finding(check, severity, message + " " + sentence, remedies, values);
  }

  /** This finding with one value more. */
  Finding with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Finding(check, severity, message, remedies, more);
  }
}
