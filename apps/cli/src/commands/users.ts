import type { Client } from "@signalbox/client/client";
import { Login, Password } from "@signalbox/contract/auth";
import {
  changeUser,
  createPasswordLink,
  createUser,
  listUsers,
  setUserPassword,
  type User,
} from "@signalbox/contract/people";
import { type Role, roles } from "@signalbox/contract/roles";
import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { CliError, exitCodes } from "../errors.ts";
import type { Io } from "../io.ts";
import { asOperator } from "../server/as-operator.ts";
import type { Context } from "../server/connect.ts";
import { clean, cleanJson } from "../text/clean.ts";
import { type Column, table } from "../text/table.ts";
import { ago } from "../text/when.ts";

export function addUsers(program: Command, context: Context): void {
  const users = program.command("users").description("who has an account, and what they may do");
  users
    .command("list")
    .description("every account")
    .option("--json", "print JSON")
    .action((options: { json?: boolean }) => list(context, options));
  users
    .command("add")
    .argument("<login>", "a short name, or an address", readLogin)
    .description("make an account; prints a link with which its person chooses a password")
    .addOption(new Option("--role <role>", "what they may do").choices(roles).default("operator"))
    .option("--name <name>", "what they are called")
    .option("--password", "ask for a password, or read it from a pipe, instead of making a link")
    .action((login: string, options: AddOptions) => add(context, login, options));
  users
    .command("passwd <login>")
    .description("set a password, typed or read from a pipe; signs them out everywhere")
    .action((login: string) => setPassword(context, login));
  users
    .command("link <login>")
    .description("make a link with which a person chooses a new password")
    .action((login: string) => makeLink(context, login));
  users
    .command("role <login>")
    .description("change what a person may do")
    .addArgument(new Argument("<role>").choices(roles))
    .action((login: string, role: Role) => change(context, login, { role }));
  for (const action of ["disable", "enable"] as const) {
    users
      .command(`${action} <login>`)
      .description(
        action === "disable"
          ? "end an account's sign-ins and keys, and let it in no more"
          : "let it in again",
      )
      .action((login: string) => change(context, login, { disabled: action === "disable" }));
  }
}

function readLogin(text: string): string {
  if (Login.safeParse(text).success) return text;
  throw new InvalidArgumentError("A login is at most 100 letters, digits and . _ @ + - without spaces.");
}

interface AddOptions {
  role: Role;
  name?: string;
  password?: boolean;
}

async function everybody(client: Client): Promise<User[]> {
  const found: User[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.call(listUsers, { query: { limit: 200, cursor } });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

async function called(client: Client, login: string): Promise<User> {
  const user = (await everybody(client)).find((one) => one.login === login.toLowerCase());
  if (user === undefined)
    throw new CliError(
      `Nobody has the login ${clean(login)}: see "bin/signalbox users list"`,
      exitCodes.usage,
    );
  return user;
}

async function list(context: Context, { json }: { json?: boolean }): Promise<void> {
  const { io } = context;
  const people = await asOperator(context, everybody);
  io.out(json ? cleanJson({ items: people }, 2) : table(io, columns(io), people));
}

const columns = (io: Io): Column<User>[] => [
  { title: "LOGIN", text: ({ login }) => clean(login) },
  { title: "ROLE", text: ({ role }) => role },
  { title: "PASSWORD", text: ({ hasPassword }) => (hasPassword ? "yes" : "no") },
  { title: "SEEN", text: ({ lastSeenAt }) => (lastSeenAt === null ? "-" : ago(lastSeenAt, io.now())) },
  { title: "STATE", text: ({ disabledAt }) => (disabledAt === null ? "in use" : "disabled") },
  { title: "NAME", text: ({ name }) => clean(name), isWide: true },
];

async function add(context: Context, login: string, { role, name, password }: AddOptions): Promise<void> {
  const { io } = context;
  const chosen = password ? { password: await askPassword(io, "Password: ") } : {};
  const named = name === undefined ? {} : { name };
  const { user, link } = await asOperator(context, (client) =>
    client.call(createUser, { body: { login, role, ...named, ...chosen } }),
  );
  io.out(`${clean(user.login)} has an account, as ${user.role}`);
  if (link !== null) io.out(`They choose a password by this link, once, within three days:\n${link.url}`);
}

/** One that can't be taken is told here: the server would say it in the words of its checks. */
async function askPassword(io: Io, question: string): Promise<string> {
  const password = await io.readSecret(question);
  if (password === "")
    throw new CliError("No password was given: type one, or send it through a pipe", exitCodes.usage);
  if (!Password.safeParse(password).success)
    throw new CliError("A password has at most 200 characters: choose a shorter one", exitCodes.usage);
  return password;
}

async function setPassword(context: Context, login: string): Promise<void> {
  const password = await askPassword(context.io, "New password: ");
  await asOperator(context, async (client) => {
    const { id } = await called(client, login);
    await client.call(setUserPassword, { params: { userId: id }, body: { password } });
  });
  context.io.out(`${clean(login)} has a new password, and is signed out everywhere`);
}

async function makeLink(context: Context, login: string): Promise<void> {
  const link = await asOperator(context, async (client) => {
    const { id } = await called(client, login);
    return client.call(createPasswordLink, { params: { userId: id } });
  });
  context.io.out(link.url);
}

async function change(
  context: Context,
  login: string,
  body: { role: Role } | { disabled: boolean },
): Promise<void> {
  const user = await asOperator(context, async (client) => {
    const { id } = await called(client, login);
    return client.call(changeUser, { params: { userId: id }, body });
  });
  context.io.out(`${clean(user.login)}: ${user.role}, ${user.disabledAt === null ? "in use" : "disabled"}`);
}
