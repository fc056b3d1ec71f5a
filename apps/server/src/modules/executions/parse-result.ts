/** The JSON in what a CLI said at its end: all of it, or what it put into a block of code, or between braces; undefined where there is none. */
export function parseResult(result: string): unknown {
  const blocks = [...result.matchAll(/^```(?:json)?[ \t]*\n([\s\S]*?)\n```[ \t]*$/gm)];
  const between = result.slice(result.indexOf("{"), result.lastIndexOf("}") + 1);
  for (const text of [result, blocks.at(-1)?.[1] ?? "", between]) {
    const parsed = parsedOrNone(text);
    if (parsed !== undefined) return parsed;
  }
  return undefined;
}

function parsedOrNone(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
