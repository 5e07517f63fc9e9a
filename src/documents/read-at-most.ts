import { closeSync, openSync, readSync } from "node:fs";

const firstChunkBytes = 64 * 1024;

/**
 * The bytes of a file or pipe; undefined when there are more than `maxBytes`. A pipe has no size that could be asked for
 * beforehand, and whoever writes to it may never end. Throws what the file system says.
 */
export function readAtMost(filename: string, maxBytes: number): Buffer | undefined {
  const descriptor = openSync(filename, "r");
  try {
    let bytes = Buffer.allocUnsafe(firstChunkBytes);
    let length = 0;
    while (length <= maxBytes) {
      if (length === bytes.length) bytes = Buffer.concat([bytes], Math.min(2 * length, maxBytes + 1));
      const count = readSync(descriptor, bytes, length, bytes.length - length, null);
      if (count === 0) return bytes.subarray(0, length);
      length += count;
    }
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}
