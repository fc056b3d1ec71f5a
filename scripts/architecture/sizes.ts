import { Visitor } from "oxc-parser";
import { isTest, lineAt, type SourceFile } from "./source-tree.ts";
import type { Violation } from "./violation.ts";

const limits = { file: 400, testFile: 600, function: 80, parameters: 4 };

/** Files and functions that outgrew what one can hold in mind. */
export const checkSizes = (files: readonly SourceFile[]): Violation[] =>
  files.flatMap((file) => [...fileTooLong(file), ...(isTest(file.path) ? [] : functionsTooLong(file))]);

function fileTooLong({ path, text }: SourceFile): Violation[] {
  const lines = text.trimEnd().split("\n").length;
  const limit = isTest(path) ? limits.testFile : limits.file;
  if (lines <= limit || isGenerated(text)) return [];
  return [{ rule: "file-size", file: path, message: `${lines} lines, at most ${limit}` }];
}

/** What a script writes nobody reads through. */
const isGenerated = (text: string): boolean => text.startsWith("/** Written by `node scripts/");

interface FunctionNode {
  start: number;
  end: number;
  params: readonly unknown[];
}

function functionsTooLong({ path, text, syntax }: SourceFile): Violation[] {
  const violations: Violation[] = [];
  const measure = ({ start, end, params }: FunctionNode) => {
    const first = lineAt(text, start);
    const lines = lineAt(text, end) - first + 1;
    const report = (rule: string, message: string) =>
      violations.push({ rule, file: `${path}:${first}`, message });
    if (lines > limits.function)
      report("function-size", `a function of ${lines} lines, at most ${limits.function}`);
    if (params.length > limits.parameters) {
      report(
        "parameters",
        `${params.length} parameters, at most ${limits.parameters}, better three; then an object`,
      );
    }
  };
  new Visitor({
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  }).visit(syntax.program);
  return violations;
}
