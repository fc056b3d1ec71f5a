import { Visitor } from "oxc-parser";
import { isTest, lineAt, type SourceFile } from "./source-tree.ts";
import type { Violation } from "./violation.ts";

const configuration = ["apps/server/src/app/config.ts", "apps/cli/src/config.ts"];
const kernel = "apps/server/src/kernel/";

const dice = new Set(["Math.random", "crypto.randomUUID", "crypto.randomBytes", "crypto.getRandomValues"]);
const diceOfCrypto = new Set(["randomUUID", "randomUUIDv7", "randomBytes", "randomInt"]);

/**
 * Only the configuration reads the environment; in the server only the kernel tells the time and throws dice.
 * Measuring how long something took (`performance.now`) is free.
 */
export const checkDeterminism = (files: readonly SourceFile[]): Violation[] =>
  files.filter((file) => isProduct(file.path)).flatMap(violationsIn);

const isProduct = (path: string): boolean =>
  /^(apps|packages)\//.test(path) && !isTest(path) && !/\.config\.ts$/.test(path);

function violationsIn({ path, text, syntax }: SourceFile): Violation[] {
  const violations: Violation[] = [];
  const report = (node: { start: number }, rule: string, message: string) =>
    violations.push({ rule, file: `${path}:${lineAt(text, node.start)}`, message });
  const mustAskKernel = path.startsWith("apps/server/") && !path.startsWith(kernel);
  const noteTime = (node: { start: number }, what: string) => {
    if (mustAskKernel) report(node, "clock-in-kernel", `${what}: take a Clock`);
  };
  const noteDice = (node: { start: number }, what: string) => {
    if (mustAskKernel) report(node, "ids-in-kernel", `${what}: ids and secrets come from the kernel`);
  };
  new Visitor({
    MemberExpression: (node) => {
      const name = text.slice(node.start, node.end);
      if (name === "process.env" && !configuration.includes(path)) {
        report(node, "environment-in-config", `process.env: read only by ${configuration.join(" and ")}`);
      }
      if (name === "Date.now") noteTime(node, name);
      if (dice.has(name)) noteDice(node, name);
    },
    NewExpression: (node) => {
      if (text.slice(node.start, node.end) === "new Date()") noteTime(node, "new Date()");
    },
    ImportDeclaration: (node) => {
      if (node.source.value !== "node:crypto") return;
      for (const specifier of node.specifiers) {
        if (diceOfCrypto.has(specifier.local.name)) noteDice(specifier, specifier.local.name);
      }
    },
  }).visit(syntax.program);
  return violations;
}
