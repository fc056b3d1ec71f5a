import { hookEntryPattern } from "@signalbox/contract/hooks";
import { hashHex } from "../../../kernel/ids.ts";
import { isObject, type JsonObject, listAt, objectAt, textAt } from "../../../kernel/json.ts";
import type { HookApproval } from "../hook-entry.ts";

/** A hook as Codex writes down that the person trusts it. */
interface TrustedHook {
  key: string;
  hash: string;
}

/**
 * Codex runs a hook only once the person has trusted it, as it stands. What they trusted is in `config.toml`, by the
 * place of the hook in its file and a hash of what it says; a hook that is not there is left out without a word.
 */
export const codexApproval: HookApproval = {
  file: "config.toml",
  obstacle: ({ path, text }, approvals) => {
    if (/^\s*hooks\s*=\s*false\b/m.test(sectionOf(approvals, "[features]"))) {
      return 'Hooks are off: "hooks = false" stands under [features] in Codex\'s config.toml. Take it out';
    }
    const untrusted = ourHooks(path, text).filter(({ key, hash }) => !isTrusted(approvals, key, hash));
    if (untrusted.length === 0) return null;
    return `Codex runs none of them before you trust them: start "codex" in a terminal, and where it says "Hooks need review", choose "Trust all and continue"`;
  },
};

const isTrusted = (approvals: string, key: string, hash: string): boolean => {
  const section = sectionOf(approvals, `[hooks.state.${JSON.stringify(key)}]`);
  return section.includes(`"${hash}"`) && !/^\s*enabled\s*=\s*false\b/m.test(section);
};

/** The lines under a header, up to the next. Codex writes this part of the file itself, always in this form. */
function sectionOf(toml: string, header: string): string {
  const lines = toml.split("\n").map((line) => line.trim());
  const at = lines.indexOf(header);
  if (at < 0) return "";
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => line.startsWith("["));
  return (end < 0 ? rest : rest.slice(0, end)).join("\n");
}

/** Ours in a hooks file, each with its key and hash. */
function ourHooks(path: string, text: string): TrustedHook[] {
  return Object.entries(objectAt(parsed(text), "hooks")).flatMap(([event, groups]) =>
    (Array.isArray(groups) ? groups : []).filter(isObject).flatMap((group, groupAt) =>
      listAt(group, "hooks").flatMap((hook, hookAt) => {
        if (!isObject(hook) || !hookEntryPattern.test(textAt(hook, "command") ?? "")) return [];
        const name = inSnakeCase(event);
        return [{ key: `${path}:${name}:${groupAt}:${hookAt}`, hash: hashOf(name, group, hook) }];
      }),
    ),
  );
}

/** Codex hashes the hook with what it takes for granted filled in, its keys in alphabetical order. */
function hashOf(event: string, group: JsonObject, hook: JsonObject): string {
  const { command, timeout, type } = hook;
  const matcher = textAt(group, "matcher");
  const said = { event_name: event, hooks: [{ async: false, command, timeout, type }] };
  return `sha256:${hashHex(JSON.stringify(matcher === null ? said : { ...said, matcher }))}`;
}

const inSnakeCase = (event: string): string => event.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();

function parsed(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
