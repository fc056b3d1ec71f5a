/** What stands where a secret stood. */
export const redacted = "[redacted]";

/**
 * Secrets that can be told by their shape, each at the start of a word. No alternative holds a quote or a
 * backslash, so that a redacted JSON text stays JSON, and each begins with fixed characters, so that one pass is
 * linear in the text.
 */
const words: readonly RegExp[] = [
  /sbx_[a-z]+_[\w-]{20,}/,
  /[Bb]earer [\w.~+/-]{16,}=*/,
  /[Bb]asic [A-Za-z0-9+/]{16,}=*/,
  // Anthropic, OpenAI, OpenRouter and their like; Stripe.
  /sk-[\w-]{20,}/,
  /[rs]k_(?:live|test)_\w{16,}/,
  // GitHub, GitLab, Slack, npm, Hugging Face.
  /gh[opsur]_\w{30,}/,
  /github_pat_\w{22,}/,
  /glpat-[\w-]{20,}/,
  /xox[abeoprs]-[\w-]{10,}/,
  /npm_[A-Za-z0-9]{36}/,
  /hf_[A-Za-z0-9]{30,}/,
  // AWS, Google.
  /A(?:KIA|SIA)[0-9A-Z]{16}\b/,
  /AIza[\w-]{35}/,
  /ya29\.[\w-]{20,}/,
  // A variable of the environment; its name stays.
  /(?<name>[A-Z0-9_]{0,40}(?:API_?KEY|TOKEN|SECRET|PASSWORD)=["']?)(?=[\w./+~%@#!*^-])[^\s"'\\;&|$]{8,}/,
];

/** A private key, its lines escaped or not, its end maybe cut off. */
const privateKey =
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:[^"\\-]|\\[nr]|-(?!-))*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/;

/**
 * A JSON web token. Its head is read from where its word begins, or looked back at: begun behind every dash, a
 * long word would be read once for each. Of a token inside a word the head stays, which is no secret.
 */
const webToken = /(?:(?<![\w-])eyJ[\w-]{10,}\.|\.(?<=-eyJ[\w-]{10,}\.))eyJ[\w-]{10,}\.[\w-]{5,}/;

/** The password in a URL; the user before it stays. */
const urlPassword = /(?<user>:\/\/[^\s/:@"'\\]{0,64}:)[^\s/@"'\\]{3,200}(?=@)/;

const anySecret = new RegExp(
  [
    `\\b(?:${words.map(({ source }) => source).join("|")})`,
    ...[webToken, privateKey, urlPassword].map(({ source }) => source),
  ].join("|"),
  "g",
);

/** No shape above is shorter. */
const shortest = 9;

/** What is known to be secret, whatever it looks like, also as JSON has it. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .reduce((rest, secret) => rest.replaceAll(secret, redacted), text);

/** The text without the secrets that can be told by their shape. */
export const redactText = (text: string): string =>
  text.length < shortest ? text : text.replace(anySecret, `$<name>$<user>${redacted}`);

const secretName =
  /^(?:.*[_-])?(?:authorization|cookie|pass(?:word|wd|phrase)|secret|token|api[_-]?key|private[_-]?key|access[_-]?key|credentials?)$|^(?:api|access|auth|refresh|id|session|client|private|bearer)(?:Key|Token|Secret)$|^x-signalbox-sign-in$|^ticket$/i;

const deepest = 200;

/** Any JSON value without secrets, told by the names of fields and the shape of texts; a copy where one was found. */
export const redactValue = (value: unknown): unknown => redactAt(value, 0);

/** The same for the value of one field. */
export const redactField = (name: string, value: unknown): unknown => redactNamed(name, value, 0);

const redactNamed = (name: string, value: unknown, depth: number): unknown =>
  typeof value === "string" && value !== "" && secretName.test(name) ? redacted : redactAt(value, depth);

const redactAt = (value: unknown, depth: number): unknown => {
  if (typeof value === "string") return redactText(value);
  if (typeof value !== "object" || value === null || value instanceof Error) return value;
  if (depth === deepest) return redacted;
  return Array.isArray(value) ? redactList(value, depth + 1) : redactEntries(value, depth + 1);
};

const redactList = (list: readonly unknown[], depth: number): readonly unknown[] => {
  const clean = list.map((item) => redactAt(item, depth));
  return clean.some((item, index) => item !== list[index]) ? clean : list;
};

const redactEntries = (fields: object, depth: number): object => {
  const entries = Object.entries(fields);
  const clean = entries.map(([name, value]): [string, unknown] => [
    redactText(name),
    redactNamed(name, value, depth),
  ]);
  const isClean = clean.every(([name, value], at) => name === entries[at]?.[0] && value === entries[at]?.[1]);
  return isClean ? fields : Object.fromEntries(clean);
};
