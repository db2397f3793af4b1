import { crc32, deflateSync, inflateSync } from "node:zlib";

/** Packs a PNG of 8 bits without filters: pictures of plain areas and text become smaller than a browser makes them, which filters every row. */
export function packPng(png: Buffer): Buffer {
  const head: Buffer[] = [png.subarray(0, 8)];
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    if (type === "IDAT") data.push(png.subarray(at + 8, at + 8 + length));
    else if (type !== "IEND") head.push(png.subarray(at, at + 12 + length));
    at += 12 + length;
  }
  const bytesPerPixel = png[25] === 6 ? 4 : 3;
  const stride = png.readUInt32BE(16) * bytesPerPixel;
  const rows = removeFilters(inflateSync(Buffer.concat(data)), stride, bytesPerPixel);
  return Buffer.concat([
    ...head,
    makeChunk("IDAT", deflateSync(rows, { level: 9 })),
    makeChunk("IEND", Buffer.alloc(0)),
  ]);
}

function makeChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, "latin1");
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

/** Each row begins with the number of its filter, which says from which neighbours a byte was predicted. */
function removeFilters(rows: Buffer, stride: number, bytesPerPixel: number): Buffer {
  const plain = Buffer.alloc(rows.length);
  for (let start = 0; start < rows.length; start += stride + 1) {
    for (let x = 1; x <= stride; x += 1) {
      const at = start + x;
      const left = x > bytesPerPixel ? (plain[at - bytesPerPixel] ?? 0) : 0;
      const up = plain[at - stride - 1] ?? 0;
      const corner = x > bytesPerPixel ? (plain[at - stride - 1 - bytesPerPixel] ?? 0) : 0;
      const predictions = [0, left, up, (left + up) >> 1, paeth(left, up, corner)];
      plain[at] = (rows[at] ?? 0) + (predictions[rows[start] ?? 0] ?? 0);
    }
  }
  return plain;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((value) => Math.abs(guess - value));
  if (toLeft === undefined || toUp === undefined || toCorner === undefined) return 0;
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
