import { between, type Dice, pick } from "@signalbox/testkit/seeded";

const quoted = (text: string): string => JSON.stringify(text);

/** Lengths from 1 to a million, short ones far more often. */
const someLength = (dice: Dice): number => Math.ceil(10 ** (dice() * dice() * 6));

const oddTexts: readonly string[] = [
  "",
  "\0",
  "before\0after",
  "\ud800",
  "\udc00\ud800 turned round",
  "__proto__",
  "constructor",
  "toString",
  "%00%2e%2e%2f",
  "../../../../etc/passwd",
  "'; drop table agents; --",
  "\u202egnp.exe",
  "👩‍👩‍👧‍👦",
  "\r\nx-injected: 1",
  "-1",
  "NaN",
  "2026-02-31T25:61:61Z",
  "SignalboxTes",
  "null",
];

/** Texts that a careless pattern would chew on for minutes. */
const chewyParts: readonly string[] = [
  "resets 1 ",
  " ",
  "\n",
  "?",
  "*_~`\"'",
  "```\n",
  "~~~ x\n",
  "sk-",
  "TOKEN=",
  "A_",
  "-----BEGIN PRIVATE KEY-----",
  "://a:",
  "eyJaaaaaaaaaaa.",
  "-eyJ",
  "/a",
  "\\",
  '"',
  "<task-notification>",
  "#",
  "é",
  "\ud800",
];

const oddNumbers: readonly string[] = [
  "0",
  "-0",
  "-1",
  "1e308",
  "1e400",
  "-1e400",
  "1e-400",
  "0.1",
  "2147483648",
  "9007199254740993",
  "123456789012345678901234567890",
];

const oddStructures: readonly string[] = [
  "null",
  "true",
  "false",
  "[]",
  "{}",
  "[null]",
  '[[],{},"",0]',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"toString":1,"hasOwnProperty":2,"valueOf":null,"then":"x"}',
  '{"":{"":{"":""}}}',
  '{"a":1,"a":2}',
  '{"\\u0000":"\\u0000","\\ud800":"\\ud800"}',
];

const chewy = (dice: Dice): string => {
  const length = someLength(dice);
  const part = pick(dice, chewyParts);
  const lead = dice() < 0.3 ? pick(dice, chewyParts) : "";
  return lead + part.repeat(Math.ceil(length / part.length));
};

const digits = (dice: Dice): string => `${between(dice, 1, 10)}`.repeat(someLength(dice));

const deep = (dice: Dice): string => {
  const depth = between(dice, 2, 100_000);
  return dice() < 0.5
    ? `${"[".repeat(depth)}${"]".repeat(depth)}`
    : `${'{"a":'.repeat(depth)}0${"}".repeat(depth)}`;
};

const wide = (dice: Dice): string => {
  const width = someLength(dice) / 10;
  const items = Array.from({ length: Math.ceil(width) }, (_, index) =>
    dice() < 0.5 ? `"k${index}":${index}` : `"k${index}":""`,
  );
  return dice() < 0.5 ? `{${items.join()}}` : `[${items.map((item) => `{${item}}`).join()}]`;
};

const kinds: readonly ((dice: Dice) => string)[] = [
  (dice) => quoted(pick(dice, oddTexts)),
  (dice) => quoted(pick(dice, oddTexts)),
  (dice) => pick(dice, oddNumbers),
  (dice) => pick(dice, oddStructures),
  (dice) => pick(dice, oddStructures),
  (dice) => quoted("x".repeat(someLength(dice))),
  (dice) => quoted(chewy(dice)),
  digits,
  deep,
  wide,
];

/** JSON text of a value that nobody expects in that place. */
export const hostileValue = (dice: Dice): string => pick(dice, kinds)(dice);
