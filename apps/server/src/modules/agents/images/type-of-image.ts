import type { ImageType } from "@signalbox/contract/agent-images";

/** What an image is by its first bytes, whatever its name for itself; null for anything but the raster types we serve. */
export function typeOfImage(head: Buffer): ImageType | null {
  if (head.subarray(0, 8).equals(png)) return "image/png";
  if (head.subarray(0, 3).equals(jpeg)) return "image/jpeg";
  const letters = head.toString("latin1", 0, 12);
  if (/^GIF8[79]a/.test(letters)) return "image/gif";
  return /^RIFF[\s\S]{4}WEBP/.test(letters) ? "image/webp" : null;
}
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const jpeg = Buffer.from([0xff, 0xd8, 0xff]);
