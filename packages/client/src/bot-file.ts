import { BotContent } from "@signalbox/contract/bots";
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, stringify, visit } from "yaml";
import { type NamedProgram, withProgramIds, withProgramNames } from "./bot-programs.ts";

/** What is wrong in a bot's file, and where. */
export interface FileFault {
  line: number;
  message: string;
}

/** A place in it: `["variables", 0, "name"]`. */
export type FilePath = readonly PropertyKey[];

export type ReadBotFile =
  | { content: BotContent; lineOf: (path: FilePath) => number; faults?: never }
  | { content?: never; lineOf?: never; faults: readonly FileFault[] };

/** All that a person writes of a bot, as YAML. */
export const botAsText = (content: BotContent): string => stringify(content, { lineWidth: 0 });

interface Writing {
  /** The address of what editors check it by. */
  schema: string;
  programs: readonly NamedProgram[];
}

/** The same as a file. */
export const writeBotFile = (content: BotContent, { schema, programs }: Writing): string =>
  `# yaml-language-server: $schema=${schema}\n${stringify(withProgramNames(content, programs), { lineWidth: 0 })}`;

/** Whoever mends these reads it again. */
const mostFaults = 20;
/** Far more than a bot may have. */
const longest = 1_000_000;

const unread = (message: string): ReadBotFile => ({ faults: [{ line: 1, message }] });

/** Reads what `writeBotFile` wrote, or a person; what it leaves out is as usual. */
export const readBotFile = (
  text: string,
  programs: readonly NamedProgram[],
  usual: { projectId?: string } = {},
): ReadBotFile => {
  if (text.length > longest) return unread("It is too long to be a bot's file");
  const lines = new LineCounter();
  const document = parsed(text, lines);
  if (document instanceof Error) return unread(`It can't be read: ${document.message}`);
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const broken = [
    ...document.errors.map(({ pos, message }) => ({ at: pos[0], message })),
    ...doublesIn(document),
  ]
    .slice(0, mostFaults)
    .map(({ at, message }) => ({ line: lineAt(at), message }));
  if (broken.length > 0) return { faults: broken };
  const lineOf = (path: FilePath) => lineAt(startOf(document.contents, path));
  const plain = plainOf(document);
  if (plain instanceof Error) return unread(plain.message);
  const { written, faults: unknown } = withProgramIds(plain, programs);
  if (unknown.length > 0) return { faults: inLines(unknown, lineOf) };
  const { data, error } = BotContent.safeParse(
    isMap(document.contents) ? Object.assign({ ...usual }, written) : written,
  );
  return error === undefined ? { content: data, lineOf } : { faults: faultsIn(error.issues, lineOf) };
};

/** One that is nested without an end is given up. */
const parsed = (text: string, lineCounter: LineCounter): ReturnType<typeof parseDocument> | Error => {
  try {
    // Its own look for doubles takes the square of the number of keys.
    return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

function doublesIn(document: ReturnType<typeof parseDocument>): { at: number; message: string }[] {
  const doubles: { at: number; message: string }[] = [];
  if (document.errors.length > 0) return doubles;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value))
          doubles.push({ at: key.range?.[0] ?? 0, message: `${String(key.value)}: is there twice` });
        seen.add(key.value);
      }
    },
  });
  return doubles;
}

/** Its values, or why they can't be told: one that refers to itself over and over has no end. */
const plainOf = (document: ReturnType<typeof parseDocument>): unknown => {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

/** Where a place begins, or the nearest around it that is written down: what is missing stands nowhere. */
const startOf = (root: Node | null, path: FilePath): number => {
  let [node, start]: [unknown, number] = [root, root?.range?.[0] ?? 0];
  for (const part of path) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && key.value === part)
      : { key: isSeq(node) ? node.items[Number(part)] : undefined, value: itemOf(node, part) };
    const at = rangeOf(pair?.key);
    if (at === undefined) break;
    [node, start] = [pair?.value, at];
  }
  return start;
};

const itemOf = (node: unknown, part: PropertyKey): unknown =>
  isSeq(node) ? node.items[Number(part)] : undefined;

const rangeOf = (node: unknown): number | undefined =>
  isMap(node) || isSeq(node) || isScalar(node) ? node.range?.[0] : undefined;

type Issue = NonNullable<ReturnType<typeof BotContent.safeParse>["error"]>["issues"][number];

const faultsIn = (issues: readonly Issue[], lineOf: (path: FilePath) => number): FileFault[] =>
  inLines(
    issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({ path: [...issue.path, key], message: "is nothing that can be said" }))
        : [{ path: issue.path, message: issue.message }],
    ),
    lineOf,
  );

const inLines = (
  faults: readonly { path: FilePath; message: string }[],
  lineOf: (path: FilePath) => number,
): FileFault[] =>
  faults
    .slice(0, 10 * mostFaults)
    .map(({ path, message }) => ({
      line: lineOf(path),
      message: path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`,
    }))
    .toSorted((a, b) => a.line - b.line)
    .slice(0, mostFaults);
