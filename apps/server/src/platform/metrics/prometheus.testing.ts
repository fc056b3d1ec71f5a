/** One family as Prometheus reads it. */
export interface ReadFamily {
  name: string;
  kind: string;
  help: string;
  samples: { name: string; labels: Record<string, string>; value: number }[];
}

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (NaN|[+-]Inf|-?[\d.e+-]+)$/;
const label = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y;

/** Reads the text format as strictly as Prometheus does: head before samples, families whole, no double. */
export function readExposition(text: string): Map<string, ReadFamily> {
  const families = new Map<string, ReadFamily>();
  const seen = new Set<string>();
  let current: ReadFamily | undefined;
  if (!text.endsWith("\n")) throw new Error("The last line does not end");
  for (const line of text.split("\n").slice(0, -1)) {
    const [, name = "", help = ""] = /^# HELP (\S+) (.*)$/.exec(line) ?? [];
    const [, typed = "", kind = ""] = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line) ?? [];
    if (name !== "") {
      if (families.has(name)) throw new Error(`${name} comes twice`);
      current = { name, kind: "", help, samples: [] };
      families.set(name, current);
    } else if (typed !== "") {
      if (current?.name !== typed || current.kind !== "") throw new Error(`Not here: ${line}`);
      current.kind = kind;
    } else {
      addSample(current, line, seen);
    }
  }
  return families;
}

function addSample(family: ReadFamily | undefined, line: string, seen: Set<string>): void {
  const [, name = "", words = "", value = ""] = sampleLine.exec(line) ?? [];
  const suffixes = family?.kind === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
  if (family === undefined || !suffixes.some((suffix) => name === family.name + suffix))
    throw new Error(`No line of ${family?.name}: ${line}`);
  const series = line.slice(0, line.lastIndexOf(" "));
  if (seen.has(series)) throw new Error(`${series} comes twice`);
  seen.add(series);
  family.samples.push({ name, labels: readLabels(words), value: numberOf(value) });
}

function readLabels(words: string): Record<string, string> {
  const labels: Record<string, string> = {};
  label.lastIndex = 0;
  while (label.lastIndex < words.length) {
    const [, name, text] = label.exec(words) ?? [];
    if (name === undefined || text === undefined) throw new Error(`No labels: ${words}`);
    labels[name] = text.replace(/\\(.)/g, (_, char: string) => (char === "n" ? "\n" : char));
  }
  return labels;
}

const numberOf = (text: string): number =>
  text.endsWith("Inf") ? Number(`${text}inity`) : text === "NaN" ? Number.NaN : Number(text);
