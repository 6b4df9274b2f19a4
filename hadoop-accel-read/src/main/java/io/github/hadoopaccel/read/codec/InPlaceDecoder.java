package io.github.hadoopaccel.read.codec;

/**
 * Marks a raw decoder whose outputs may be the very memory of inputs, at the same place: it needs
 * no memory between.
 */
interface InPlaceDecoder {}
