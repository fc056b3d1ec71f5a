import fc from "fast-check";
import { expect, test } from "vitest";
import { newSecret } from "./ids.ts";
import { redactText, redactValue } from "./redact.ts";

const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N";
const pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\nq8\n-----END RSA PRIVATE KEY-----";

test.each([
  ["a secret of ours", newSecret("sbx_key")],
  ["a bearer token", "Bearer abcdefghijklmnop1234"],
  ["an Anthropic key", "sk-ant-api03-abcdefghijklmnopqrstuvwxyz"],
  ["a Stripe key", "sk_live_abcdefghijklmnop"],
  ["a GitHub token", `ghp_${"a1B2".repeat(9)}`],
  ["a fine-grained GitHub token", `github_pat_${"a1B2".repeat(9)}`],
  ["a GitLab token", "glpat-abcdefghijklmnopqrst"],
  ["a Slack token", "xoxb-123456789012-abcdef"],
  ["an AWS key id", "AKIAIOSFODNN7EXAMPLE"],
  ["a Google key", `AIza${"Sy_aB".repeat(7)}`],
  ["a JSON web token", jwt],
  ["a private key", pem],
])("%s does not stay in a text", (_name, secret) => {
  expect(redactText(`before ${secret} after`)).toBe("before [redacted] after");
});

test("a JSON web token inside a word loses all but its head", () => {
  const [head, ...rest] = jwt.split(".");
  expect(redactText(`--auth-${head}.${rest.join(".")} after`)).toBe(`--auth-${head}[redacted] after`);
});

test("a password in a URL goes, its user and host stay", () => {
  expect(redactText("postgres://me:hunter22@db.example/app")).toBe("postgres://me:[redacted]@db.example/app");
});

test("the value of an environment variable goes, its name stays", () => {
  expect(redactText("export OPENAI_API_KEY=abcdef123456 && run")).toBe(
    "export OPENAI_API_KEY=[redacted] && run",
  );
});

test.each([
  "MAX_TOKENS=100000",
  "https://example.com:8080/path@v2",
  "the bearer of good news",
  "task-skipped and risk-averse sk-8",
  "a token, a secret and a password: only words",
])("ordinary words stay as they are: %s", (text) => {
  expect(redactText(text)).toBe(text);
});

test("a secret in the name of a field goes, and its value stays", () => {
  const secret = `ghp_${"a".repeat(36)}`;
  expect(redactValue({ answers: { [`Deploy with ${secret}?`]: "yes" }, ["__proto__"]: secret })).toEqual({
    answers: { "Deploy with [redacted]?": "yes" },
    ["__proto__"]: "[redacted]",
  });
});

test("fields with telling names lose their text at any depth, and nothing else", () => {
  const payload = {
    tool_input: { headers: [{ Authorization: "x", "x-api-key": "y" }], client_secret: "z", accessToken: "q" },
    tokens: 12,
    token: 12,
    tokenizer: "bpe",
    keyboard: "qwerty",
  };
  expect(redactValue(payload)).toEqual({
    tool_input: {
      headers: [{ Authorization: "[redacted]", "x-api-key": "[redacted]" }],
      client_secret: "[redacted]",
      accessToken: "[redacted]",
    },
    tokens: 12,
    token: 12,
    tokenizer: "bpe",
    keyboard: "qwerty",
  });
});

test("a value without secrets is handed back, not copied", () => {
  const payload = { a: [1, { b: "two" }], c: null };
  expect(redactValue(payload)).toBe(payload);
});

test("a field named __proto__ is a field like any other", () => {
  const clean = redactValue(JSON.parse('{"__proto__":{"password":"x"},"password":"y"}'));
  expect(JSON.stringify(clean)).toBe('{"__proto__":{"password":"[redacted]"},"password":"[redacted]"}');
});

test("a value nested beyond reason is cut, not followed", () => {
  const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`);
  expect(JSON.stringify(redactValue(deep)).length).toBeLessThan(5_000);
});

test("a redacted JSON text stays JSON", () => {
  const secret = fc.constantFrom(
    jwt,
    pem,
    newSecret("sbx_key"),
    "A_TOKEN=abcdefgh\\",
    '://u:pass"word@h',
    "Bearer ",
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(secret, fc.string(), fc.constantFrom('"', "\\", "\n", "-----BEGIN PRIVATE KEY-----")),
        { maxLength: 8 },
      ),
      (parts) => {
        const text = JSON.stringify({ text: parts.join("") });
        expect(() => JSON.parse(redactText(text))).not.toThrow();
      },
    ),
  );
});

test.each(["A", "://a:", "eyJ", "-eyJ", "-eyJaaaaaaaaaa.", "-", "Bearer "])(
  "a megabyte of %s is read once, not once for each, and stays",
  (part) => {
    const text = part.repeat(1_000_000 / part.length);
    expect(redactText(text)).toBe(text);
  },
);

test.each([
  ["TOKEN=", /^TOKEN=\[redacted\]$/],
  ["sbx_a_", /^\[redacted\]$/],
  ["-----BEGIN PRIVATE KEY-----", /^(?:\[redacted\])+$/],
])("a megabyte of %s is read once, not once for each, and goes", (part, left) => {
  expect(redactText(part.repeat(1_000_000 / part.length))).toMatch(left);
});

test("a quote that ends a text is none that begins a secret", () => {
  const text = JSON.stringify(["x TOKEN=", true, false, { API_KEY: "=" }]);
  expect(JSON.parse(redactText(text))).toEqual(["x TOKEN=", true, false, { API_KEY: "=" }]);
  expect(redactText("export API_TOKEN='abcdefgh12'")).not.toContain("abcdefgh12");
});
