import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Visitor } from "oxc-parser";
import { moduleTiers } from "./modules.ts";
import { foldersIn, isTest, lineAt, type SourceFile } from "./source-tree.ts";
import type { Violation } from "./violation.ts";

const server = "apps/server/src";
const migrations = "apps/server/migrations";

/**
 * One writer a table: the SQL of a module, written out or built with Kysely, names only tables that carry the
 * module's name in front. A read model (`*.read-model.ts`) may read others' tables.
 */
export function checkTables(repository: string, files: readonly SourceFile[]): Violation[] {
  const owners = new Set<string>([...moduleTiers.flat(), ...foldersIn(repository, `${server}/platform`)]);
  const tables = readTables(repository);
  const ownerless = tables.filter(({ name }) => ownerOf(name, owners) === undefined);
  const names = new Set(tables.map(({ name }) => name));
  return [
    ...ownerless.map(({ name, file }) => ({
      rule: "tables-have-owners",
      file,
      message: `table "${name}" carries no module's name in front`,
    })),
    ...files.filter(isChecked).flatMap((file) => foreignTables(file, names, owners)),
  ];
}

const isChecked = ({ path }: SourceFile): boolean =>
  path.startsWith(`${server}/`) && !isTest(path) && !path.endsWith(".read-model.ts");

function readTables(repository: string): { name: string; file: string }[] {
  const folder = join(repository, migrations);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .flatMap((file) => {
      const sql = readFileSync(join(folder, file), "utf8");
      const created = sql.matchAll(/^\s*create table (?:if not exists )?"?(\w+)/gim);
      return [...created].map(([, name = ""]) => ({ name, file: `${migrations}/${file}` }));
    });
}

/** The module or platform part whose name a table carries. */
function ownerOf(table: string, owners: ReadonlySet<string>): string | undefined {
  return [...owners].find((owner) => table === owner || table.startsWith(`${owner}_`));
}

function foreignTables(
  file: SourceFile,
  tables: ReadonlySet<string>,
  owners: ReadonlySet<string>,
): Violation[] {
  const home = /\/(?:modules|platform)\/([^/]+)\//.exec(file.path)?.[1];
  return namedTables(file)
    .filter(({ table }) => tables.has(table) && ownerOf(table, owners) !== home)
    .map(({ table, offset }) => ({
      rule: "tables-of-ones-own",
      file: `${file.path}:${lineAt(file.text, offset)}`,
      message: `table "${table}" belongs to ${ownerOf(table, owners)}`,
    }));
}

interface NamedTable {
  table: string;
  offset: number;
}

const builders = /^(selectFrom|insertInto|replaceInto|updateTable|deleteFrom|mergeInto|using|\w*[jJ]oin)$/;
const statement = /\b(select|insert\s+into|update|delete\s+from|merge\s+into|truncate|lock\s+table|copy)\b/i;
const mention = /\b(?:from|join|into|update|truncate|table|copy)\s+(?:only\s+)?"?([a-z_]+)"?/gi;

function namedTables({ text, syntax }: SourceFile): NamedTable[] {
  const named: NamedTable[] = [];
  const readSql = (sql: string, offset: number) => {
    if (!statement.test(sql)) return;
    for (const match of sql.matchAll(mention))
      named.push({ table: match[1] ?? "", offset: offset + match.index });
  };
  new Visitor({
    Literal: (node) => {
      if (typeof node.value === "string") readSql(node.value, node.start);
    },
    TemplateLiteral: (node) => readSql(text.slice(node.start, node.end), node.start),
    CallExpression: (node) => {
      const method = node.callee.type === "MemberExpression" ? node.callee.property : undefined;
      if (method?.type !== "Identifier" || !builders.test(method.name)) return;
      const [first] = node.arguments;
      const sources = first?.type === "ArrayExpression" ? first.elements : [first];
      for (const source of sources) {
        if (source?.type !== "Literal" || typeof source.value !== "string") continue;
        named.push({ table: source.value.split(" ", 1)[0] ?? "", offset: source.start });
      }
    },
  }).visit(syntax.program);
  return named;
}
