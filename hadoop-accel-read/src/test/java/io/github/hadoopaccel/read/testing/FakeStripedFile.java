package io.github.hadoopaccel.read.testing;

import io.github.hadoopaccel.read.io.BlockGroup;
import io.github.hadoopaccel.read.io.StripedFile;
import io.github.hadoopaccel.read.striping.BlockGroupGeometry;
import io.github.hadoopaccel.read.striping.EcLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A file of fake block groups, one after the other. */
public final class FakeStripedFile implements StripedFile {
  private final List<FakeBlockGroup> fakes = new ArrayList<>();
  private final List<BlockGroup> groups = new ArrayList<>();
  private long lengthBytes;

  /** A file whose groups have these lengths. */
  public FakeStripedFile(EcLayout layout, long... groupLengths) throws IOException {
    for (long length : groupLengths) {
      BlockGroupGeometry geometry = new BlockGroupGeometry(layout, length);
      FakeBlockGroup fake = new FakeBlockGroup("rs", geometry);
      fakes.add(fake);
      groups.add(new BlockGroup(lengthBytes, geometry, fake));
      lengthBytes += length;
    }
  }

  public FakeBlockGroup group(int index) {
    return fakes.get(index);
  }

  public List<FakeBlockGroup> groups() {
    return fakes;
  }

  /** The byte at {@code offset} of the file. */
  public byte byteAt(long offset) {
    return FakeBlockGroup.byteAt(offset - groupAt(offset).startOffset());
  }

  public long bytesServed() {
    return fakes.stream().mapToLong(FakeBlockGroup::bytesServed).sum();
  }

  public int openReaders() {
    return fakes.stream().mapToInt(FakeBlockGroup::openReaders).sum();
  }

  @Override
  public BlockGroup groupAt(long offset) {
    return groups.stream().filter(group -> group.contains(offset)).findFirst().orElseThrow();
  }

  @Override
  public boolean isAtHand(long offset) {
    return true;
  }

  @Override
  public long readableBytes() {
    return lengthBytes;
  }
}
