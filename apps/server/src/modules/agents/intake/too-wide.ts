/** Far more than any CLI sends. Reading them would hold up every other hook: a million take seconds. */
const mostValues = 100_000;

const [quote, backslash, comma, bracket, brace] = Buffer.from('"\\,[{');

/** Whether a JSON text has too many values to be read at once; told by its commas and brackets, without reading it. */
export function isTooWide(json: Uint8Array): boolean {
  // Each value takes two bytes at least.
  if (json.length < 2 * mostValues) return false;
  let values = 0;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (byte === quote) at = endOfString(json, at);
    else if (byte === comma || byte === bracket || byte === brace) values += 1;
    if (values > mostValues) return true;
  }
  return false;
}

/** Where the string ends that begins here. */
function endOfString(json: Uint8Array, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const byte = json[at];
    if (byte === backslash) at += 1;
    else if (byte === quote) return at;
  }
  return json.length;
}
