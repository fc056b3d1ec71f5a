import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as accounts from "@signalbox/contract/accounts";
import { listAudit } from "@signalbox/contract/audit";
import type { WatchedBackend } from "@signalbox/contract/common";
import { listEvents } from "@signalbox/contract/events";
import { isMissing } from "@signalbox/testkit/machine";
import { describe, expect, test } from "vitest";
import { botRunner } from "./bot-runner.testing.ts";
import { clis } from "./launching-cli.ts";

const secret = "sekrit-of-an-account-9f3k";

/** Whether a text stands in any file below a folder. */
const standsBelow = (folder: string, text: string): boolean =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(text));

type Runner = Awaited<ReturnType<typeof botRunner>>;

/** The machine is signed in already, with a key that an account's must win over. */
const signsIn: Readonly<Record<WatchedBackend, (runner: Runner) => void>> = {
  claude: () => {},
  opencode: ({ home }) => {
    const file = join(home.home, ".config", "opencode", "opencode.json");
    const settings = JSON.parse(readFileSync(file, "utf8"));
    const { options, ...stub } = settings.provider.stub;
    const openrouter = { ...stub, env: ["OPENROUTER_API_KEY"], options: { baseURL: options.baseURL } };
    const model = "openrouter/stub-model";
    writeFileSync(file, JSON.stringify({ ...settings, model, small_model: model, provider: { openrouter } }));
    const data = join(home.home, ".local", "share", "opencode");
    mkdirSync(data, { recursive: true });
    const auth = { openrouter: { type: "api", key: "the-machines-own-key" } };
    writeFileSync(join(data, "auth.json"), JSON.stringify(auth));
  },
  gemini: ({ home }) => {
    const file = join(home.home, ".gemini", "settings.json");
    // Its own choice asks a model first which to take, and the stub does not know what to say to that.
    const settings = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...settings, model: { name: "gemini-2.5-pro" } }));
  },
  codex: ({ home }) => {
    const file = join(home.home, ".codex", "config.toml");
    const settings = readFileSync(file, "utf8");
    writeFileSync(file, settings.replace('env_key = "STUB_API_KEY"', "requires_openai_auth = true"));
    const auth = { auth_mode: "apikey", OPENAI_API_KEY: "the-machines-own-key" };
    writeFileSync(join(home.home, ".codex", "auth.json"), JSON.stringify(auth));
  },
};

describe.each(["claude", "codex", "gemini", "opencode"] as const)("an account of a real %s", (backend) => {
  test.skipIf(isMissing(clis[backend].find()))(
    "is checked with its own key, and is faulted once the key is not taken, until it is again",
    async () => {
      const runner = await botRunner({}, backend);
      signsIn[backend](runner);
      const { client, stub } = runner;
      const which = backend === "opencode" ? ({ variable: "OPENROUTER_API_KEY" } as const) : {};
      const body = { kind: "key", backend, name: "Work", secret, ...which } as const;
      const made = await client().call(accounts.createAccount, { body });
      const params = { accountId: made.id };
      const check = () => client().call(accounts.checkAccount, { params });
      const listed = async () => (await client().call(accounts.listAccounts, { query: {} })).items[0];

      const sound = await check();
      expect(sound).toMatchObject({ ok: true, errorClass: null, reason: null });
      expect(sound.version).toMatch(/^\d+\.\d+\.\d+/);
      expect(stub.requests.at(-1)?.credential).toBe(secret);
      expect(await listed()).toMatchObject({ state: "usable", hint: "9f3k" });

      stub.failNext({ status: 401, times: 1, message: `wrong key: ${secret}` });
      const refused = await check();
      expect(refused).toMatchObject({ ok: false, errorClass: "authentication" });
      expect(refused.reason).toMatch(/\w/);
      expect(await listed()).toMatchObject({ state: "faulted", fault: "authentication" });

      expect(await check()).toMatchObject({ ok: true });
      expect(await listed()).toMatchObject({ state: "usable", fault: null });

      const seen = JSON.stringify([
        ...[made, sound, refused, await listed()],
        await client().call(listEvents, { query: {} }),
        await client().call(listAudit, { query: {} }),
      ]);
      expect(seen).toContain("account.checked");
      expect(seen).toContain("account.faulted");
      expect(seen).not.toContain(secret);
      expect(standsBelow(runner.stateFolder, secret)).toBe(false);
    },
  );
});
