package io.github.hadoopaccel.lab.bench.am;

import java.util.List;
import java.util.Optional;

/**
 * What reports over many connections cost.
 *
 * @param connections asked for
 * @param loads each way to send them
 */
record RpcResult(int connections, List<RpcLoad> loads) {
  RpcResult {
    loads = List.copyOf(loads);
  }

  Optional<RpcLoad> of(RpcLoad.Kind kind) {
    return loads.stream().filter(each -> each.kind() == kind).findFirst();
  }
}
