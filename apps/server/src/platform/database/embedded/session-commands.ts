/** What a statement means for the one session that all connections share. */
export interface Verdict {
  /** Why it must not run. */
  refusal?: string;
  /** The channel it starts or stops listening on. */
  listen?: string;
  unlisten?: string;
}

const harmless: readonly Verdict[] = [];
const wordOfInterest =
  /\b(set|reset|discard|deallocate|prepare|execute|temp|temporary|pg_temp|listen|unlisten|copy|load|declare|pg_\w*advisory\w*|set_config)\b/i;

const shared = "would reach every other user of the embedded database";
const refusals: readonly [RegExp, string][] = [
  [/^set\s+(?!local\b|transaction\b|constraints\b)/i, `SET without LOCAL ${shared}`],
  [/^reset\b/i, `RESET ${shared}`],
  [/^discard\b/i, `DISCARD ${shared}`],
  [/^(deallocate|prepare|execute)\b/i, "Statements are prepared by the driver, not in SQL"],
  [/^create\s+((global|local)\s+)?temp(orary)?\b/i, `A temporary table ${shared}`],
  [/\binto\s+temp(orary)?\b|\bpg_temp\./i, `A temporary table ${shared}`],
  [
    /\bpg_(try_)?advisory_(lock|unlock)\w*\s*\(/i,
    `An advisory lock of the session ${shared}; take one of the transaction`,
  ],
  [
    /\bset_config\s*\([^)]*,\s*'?(false|f|0|no|off)'?\s*\)/i,
    `set_config that outlives the transaction ${shared}`,
  ],
  [
    /^copy\b[^;]*\b(stdin|stdout|program)\b/i,
    "COPY to or from a client or program is not supported by the embedded database",
  ],
  [/^declare\b[^;]*\bwith\s+hold\b/i, `A cursor WITH HOLD ${shared}`],
  [/^load\b/i, "LOAD is not supported by the embedded database"],
];

/** Literals, quoted names, comments and function bodies: nothing in them is a command. */
const quoted = /'(?:[^']|'')*'|"((?:[^"]|"")*)"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\2\$|--[^\n]*|\/\*[\s\S]*?\*\//g;

const verdicts = new Map<string, readonly Verdict[]>();
const rememberedTexts = 2_000;

/**
 * Looks for commands that change the shared session. A guard against mistakes in our own SQL, not against
 * hostile text: nobody else's SQL gets here.
 */
export function judge(text: string): readonly Verdict[] {
  if (!wordOfInterest.test(text)) return harmless;
  const known = verdicts.get(text);
  if (known) return known;
  const verdict = statementsOf(text).map(judgeStatement);
  if (verdicts.size >= rememberedTexts) verdicts.clear();
  verdicts.set(text, verdict);
  return verdict;
}

function statementsOf(text: string): string[] {
  const bare = text.replace(quoted, (match, name: string | undefined) => {
    if (name !== undefined) return `"${name.replaceAll(";", " ")}"`;
    return match.startsWith("'") ? "''" : " ";
  });
  return bare
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}

function judgeStatement(statement: string): Verdict {
  for (const [pattern, refusal] of refusals) if (pattern.test(statement)) return { refusal };
  const listening = /^(un)?listen\s+(?:"([^"]+)"|([^\s"]+))/i.exec(statement);
  if (!listening) return {};
  const channel = listening[2] ?? listening[3]?.toLowerCase() ?? "";
  return listening[1] ? { unlisten: channel } : { listen: channel };
}
