import type { DiffLine, FoldedLine } from "./diff-lines.ts";
import { Scroller } from "./scroller.tsx";

const signs = { same: "", added: "+", removed: "−", gap: "" } as const;
const spoken = { same: "", added: "Added: ", removed: "Removed: ", gap: "" } as const;

/** A difference, line by line; the sign says what the wash says. */
export const Diff = ({ lines, label }: { lines: readonly FoldedLine[]; label: string }) => (
  <Scroller className="diff" label={label}>
    <table>
      <tbody>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
          <tr key={index} className={`is-${line.kind}`}>
            <td className="diff__number">{line.kind === "gap" ? "…" : line.number}</td>
            <td className="diff__sign" aria-hidden="true">
              {signs[line.kind]}
            </td>
            <td>
              <span className="hidden-visually">{spoken[line.kind]}</span>
              {line.kind === "gap" ? `${line.hidden} more` : line.text}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroller>
);

/** `+3 −1`. */
export const DiffSize = ({ lines }: { lines: readonly DiffLine[] }) => {
  const added = lines.filter((line) => line.kind === "added").length;
  const removed = lines.filter((line) => line.kind === "removed").length;
  return (
    <span className="small num nowrap">
      <span className="go">+{added}</span> <span className="stop">−{removed}</span>
    </span>
  );
};
