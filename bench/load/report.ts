/** One measured value beside what it should be. */
export interface Finding {
  what: string;
  value: number;
  unit: "ms" | "hooks/s" | "deliveries/s" | "events/s" | "lines/s" | "screens" | "MB/s" | "MB" | "kB" | "%";
  /** Absent where it only explains another one. */
  target?: { atMost: number } | { atLeast: number };
}

const digits = (value: number): string => (Math.abs(value) < 100 ? value.toFixed(1) : value.toFixed(0));

const targetOf = ({ target, unit }: Finding): string => {
  if (target === undefined) return "";
  return "atMost" in target ? `≤ ${target.atMost} ${unit}` : `≥ ${target.atLeast} ${unit}`;
};

const verdictOf = ({ target, value }: Finding): string => {
  if (target === undefined) return "";
  return ("atMost" in target ? value <= target.atMost : value >= target.atLeast) ? "yes" : "**no**";
};

/** A Markdown table of findings. */
export const tableOf = (findings: readonly Finding[]): string =>
  [
    "| what | measured | target | met |",
    "|---|--:|--:|---|",
    ...findings.map(
      (finding) =>
        `| ${finding.what} | ${digits(finding.value)} ${finding.unit} | ${targetOf(finding)} | ${verdictOf(finding)} |`,
    ),
  ].join("\n");

/** Prints findings of a script that is run by hand. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);
