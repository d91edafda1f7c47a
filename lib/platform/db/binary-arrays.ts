/**
 * Arrays as PostgreSQL's binary format has them (array_recv): as text, each byte of a value would be two digits and
 * each quote of a JSON text a mark more, written by us and read by PostgreSQL one by one.
 */

const oids = { bytea: 17, text: 25 } as const;
const headBytes = 20;

/** One dimension that begins with element 1. */
function head(length: number, bytes: number, oid: number, hasNulls: boolean): Buffer {
  const array = Buffer.allocUnsafe(bytes);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(hasNulls ? 1 : 0, 4);
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(length, 12);
  array.writeInt32BE(1, 16);
  return array;
}

function encode<Value>(
  values: readonly (Value | null)[],
  oid: number,
  sizeOf: (value: Value) => number,
  write: (value: Value, into: Buffer, at: number, size: number) => void,
): Buffer {
  const sizes = values.map((value) => (value === null ? -1 : sizeOf(value)));
  const bytes = sizes.reduce((sum, size) => sum + 4 + Math.max(size, 0), headBytes);
  const array = head(values.length, bytes, oid, sizes.includes(-1));
  let at = headBytes;
  for (const [index, value] of values.entries()) {
    const size = sizes[index] ?? -1;
    at = array.writeInt32BE(size, at);
    if (value === null) continue;
    write(value, array, at, size);
    at += size;
  }
  return array;
}

/** A parameter of type text[]; worth it where the texts are long. */
export function textArray(values: readonly (string | null)[]): Buffer {
  return encode(values, oids.text, Buffer.byteLength, (text, into, at, size) => into.write(text, at, size));
}

/** A parameter of type bytea[]. */
export function byteaArray(values: readonly (Uint8Array | null)[]): Buffer {
  return encode(
    values,
    oids.bytea,
    (bytes) => bytes.byteLength,
    (bytes, into, at) => into.set(bytes, at),
  );
}
