import fc from "fast-check";
import { parse, visit } from "jsonc-parser";
import { describe, expect, test } from "vitest";
import { claudeHookBlock } from "../../backends/index.ts";
import {
  hookCommand,
  inspectSettings,
  type WantedHooks,
  waitingHookCommand,
  withHooks,
  withoutHooks,
} from "./edit-settings.ts";
import { SettingsFaultError } from "./read-settings.ts";

const wanted: WantedHooks = {
  ...claudeHookBlock,
  command: hookCommand("/home/me/signalbox/hook/hook.sh", "claude"),
  waitingCommand: waitingHookCommand("/home/me/signalbox/hook/hook.sh", "claude"),
};
const events = wanted.subscriptions.map((subscription) => subscription.event);

const faultOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof SettingsFaultError) return error.fault;
    throw error;
  }
  return undefined;
};

const commentsOf = (text: string): string[] => {
  const comments: string[] = [];
  visit(text, { onComment: (offset, length) => comments.push(text.slice(offset, offset + length)) });
  return comments;
};

describe("installing", () => {
  test("an empty file becomes a settings file with one group for each event", () => {
    const settings = parse(withHooks("", wanted));
    expect(Object.keys(settings.hooks)).toEqual(events);
    expect(settings.hooks.Notification).toEqual([
      {
        matcher: "permission_prompt|idle_prompt",
        hooks: [{ type: "command", command: wanted.command, timeout: 5 }],
      },
    ]);
  });

  test("everything that stood in the file stays where it was, comments and all", () => {
    const before = `{
    // which model
    "model": "opus", // the big one
    "hooks": {
        /* mine */
        "Stop": [
            { "hooks": [{ "type": "command", "command": "say done" }] }, // loud
        ]
    },
    "env": {"A": "1"} // last
    /* end */
}
`;
    const after = withHooks(before, wanted);
    const added = after.split("\n").filter((line) => !before.includes(line));
    expect(added.join("\n")).not.toContain("say done");
    let rest = after;
    for (const line of before.trimEnd().split("\n")) {
      // A line may have gained a comma, nothing else.
      const at = rest
        .split("\n")
        .findIndex((each) => each === line || each.replace(",", "") === line.replace(",", ""));
      expect(at, line).toBeGreaterThanOrEqual(0);
      rest = rest
        .split("\n")
        .slice(at + 1)
        .join("\n");
    }
    expect(after).toContain(`        "SessionStart": [\n            {\n                "hooks": [`);
    expect(withoutHooks(after)).toBe(before);
  });

  test("a file with tabs and Windows line ends keeps both", () => {
    const after = withHooks('{\r\n\t"model": "opus"\r\n}\r\n', wanted);
    expect(after).toContain('\r\n\t"hooks": {\r\n\t\t"SessionStart": [\r\n\t\t\t{\r\n');
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("a file in one line stays in one line", () => {
    const after = withHooks('{"model":"opus"}', wanted);
    expect(after).not.toContain("\n");
    expect(parse(after).model).toBe("opus");
    expect(withoutHooks(after)).toBe('{"model":"opus"}');
  });

  test("doing it twice changes nothing the second time", () => {
    const once = withHooks('{ "model": "opus" }', wanted);
    expect(withHooks(once, wanted)).toBe(once);
  });

  test("entries of an older version are brought up to date where they stand, without doubling", () => {
    const older: WantedHooks = {
      command: hookCommand("/old home/hook/hook.sh", "claude"),
      waitingCommand: waitingHookCommand("/old home/hook/hook.sh", "claude"),
      timeout: 9,
      wantsPlainJson: true,
      offSwitch: null,
      subscriptions: [{ event: "Stop" }, { event: "PreCompact" }, { event: "Notification" }],
    };
    const before = withHooks('{\n  "hooks": {\n    "Stop": [\n      { "hooks": [] }\n    ]\n  }\n}\n', older);
    const settings = parse(withHooks(before, wanted));
    expect(settings.hooks.PreCompact).toBeUndefined();
    expect(settings.hooks.Stop).toHaveLength(2);
    expect(settings.hooks.Stop[1].hooks[0]).toEqual({ type: "command", command: wanted.command, timeout: 5 });
    expect(settings.hooks.Notification[0].matcher).toBe("permission_prompt|idle_prompt");
    expect(JSON.stringify(settings)).not.toContain("old home");
  });

  test("an entry of ours that someone doubled, or moved in with theirs, ends up single and in its own group", () => {
    const entry = { type: "command", command: wanted.command, timeout: 5 };
    const theirs = { type: "command", command: "say done" };
    const before = JSON.stringify(
      { hooks: { Stop: [{ hooks: [theirs, entry] }, { hooks: [entry, entry] }] } },
      null,
      2,
    );
    expect(parse(withHooks(before, wanted)).hooks.Stop).toEqual([{ hooks: [theirs] }, { hooks: [entry] }]);
  });

  test("thousands of doubled entries, as many as a file may hold, are one again", () => {
    const ours = { hooks: [{ type: "command", command: hookCommand("/x/hook/hook.sh", "claude") }] };
    const theirs = { hooks: [{ type: "command", command: "say done" }] };
    const before = JSON.stringify({ hooks: { Stop: [theirs, ...Array<unknown>(3_000).fill(ours), theirs] } });
    const after = withHooks(before, wanted);
    expect(inspectSettings(after)).toMatchObject({ ours: expect.arrayContaining(events), foreign: 2 });
    expect(parse(after).hooks.Stop).toHaveLength(3);
    expect(parse(withoutHooks(before))).toEqual({ hooks: { Stop: [theirs, theirs] } });
  });

  test("a hook of someone else whose script has our script's name is not taken for ours", () => {
    const before = JSON.stringify({ hooks: { Stop: [{ hooks: [{ command: "sh /opt/hook/hook.sh" }] }] } });
    expect(inspectSettings(before)).toEqual({ ours: [], foreign: 1 });
    expect(withoutHooks(withHooks(before, wanted))).toBe(before);
  });

  test.each(["/home/me/it's here/hook/hook.sh", "/home/me/$(reboot)/hook/hook.sh", "/a/hook/hook.sh"])(
    "the script's path %s is one word of the command, and recognised",
    (path) => {
      const before = withHooks("{}", { ...wanted, command: hookCommand(path, "claude") });
      expect(inspectSettings(before).ours).toEqual(events);
      expect(withoutHooks(before)).toBe("{}");
    },
  );
});

describe("removing", () => {
  test("containers that hold a comment or another's hook stay", () => {
    const before = `{
  "hooks": {
    // nothing yet
    "Stop": [
      // later
    ]
  }
}`;
    const after = withoutHooks(withHooks(before, wanted));
    expect(commentsOf(after)).toEqual(["// nothing yet", "// later"]);
    expect(parse(after)).toEqual({ hooks: { Stop: [] } });
  });

  test("a line comment before an entry never swallows what follows", () => {
    const before = withHooks('{"hooks": {"Stop": [ // note\n {"hooks": []}]}}', wanted);
    const commented = before.replace('{"hooks":[{"type"', '// ours\n{"hooks":[{"type"');
    expect(parse(withoutHooks(commented))).toEqual({ hooks: { Stop: [{ hooks: [] }] } });
  });

  test("of several entries leaves the comments and commas between them", () => {
    const ours = JSON.stringify({ hooks: [{ command: wanted.command }] });
    const theirs = '{ "hooks": [] }';
    const before = `{ "hooks": { "Stop": [
  ${ours}, // first
  // second
  ${ours},
  ${theirs},
  ${ours}, /* third */ ${ours}
] } }`;
    expect(withoutHooks(before)).toBe(`{ "hooks": { "Stop": [ // first
  // second
  ${theirs} /* third */
] } }`);
  });

  test("a file without ours is left alone", () => {
    const before = '{ "hooks": { "Stop": [ ] }, }';
    expect(withoutHooks(before)).toBe(before);
  });
});

describe("refusing", () => {
  test("a broken file, with line and column", () => {
    expect(faultOf(() => withHooks('{\n  "model": opus\n}', wanted))).toMatchObject({
      kind: "not_json",
      line: 2,
      column: 12,
    });
  });

  test.each([
    ["[]", "the file", "should be an object and is a array"],
    ['{"hooks": []}', "hooks", "should be an object and is a array"],
    ['{"hooks": null}', "hooks", "should be an object and is null"],
    ['{"hooks": {"Stop": {}}}', "hooks.Stop", "should be an array and is a object"],
    ['{"hooks": {}, "hooks": {}}', "hooks", "is there twice"],
    ['{"hooks": {"Stop": [], "Stop": []}}', "hooks.Stop", "is there twice"],
  ])("%s, with the place", (text, at) => {
    expect(faultOf(() => withHooks(text, wanted))).toMatchObject({ kind: "unexpected", at });
  });
});

/** Settings as people have them: other keys, other hooks; white space, comments and commas of all kinds. */
const gap = fc.constantFrom(
  "",
  " ",
  "\n",
  "\n  ",
  "\r\n\t",
  " // note\n",
  "/* note */",
  "\n\n  /* two\nlines */ ",
);
const enclosed = (open: string, items: fc.Arbitrary<string[]>, close: string) =>
  fc
    .tuple(items, gap, gap, gap, fc.boolean())
    .map(
      ([parts, before, after, end, comma]) =>
        open +
        parts.map((part) => before + part + after).join(",") +
        (comma && parts.length > 0 ? "," : "") +
        end +
        close,
    );
const arrayOf = (item: fc.Arbitrary<string>) => enclosed("[", fc.array(item, { maxLength: 3 }), "]");
const objectOf = (properties: Record<string, fc.Arbitrary<string>>) => {
  const parts = Object.entries(properties).map(([name, value]) =>
    fc.option(fc.tuple(gap, value).map(([space, text]) => `"${name}"${space}:${space}${text}`)),
  );
  return enclosed(
    "{",
    fc.tuple(...parts).map((all) => all.filter((part) => part !== null)),
    "}",
  );
};
const scalar = fc.constantFrom("1", '"// no comment"', "true", "null", '"a,b]}"');
const foreignHook = fc.constant('{"type": "command", "command": "say \\"hi\\""}');
const groups = arrayOf(objectOf({ matcher: fc.constant('"Bash"'), hooks: arrayOf(foreignHook) }));
const settings = fc
  .tuple(
    gap,
    objectOf({
      model: scalar,
      hooks: objectOf({ Stop: groups, PreToolUse: groups, PreCompact: groups }),
      env: arrayOf(scalar),
    }),
    gap,
  )
  .map((parts) => parts.join(""));

describe("for any settings file", () => {
  test("installing keeps every value and comment of others, in order", () => {
    fc.assert(
      fc.property(settings, (before) => {
        const after = withHooks(before, wanted);
        expect(commentsOf(after)).toEqual(commentsOf(before));
        const { hooks: oldHooks = {}, ...oldRest } = parse(before);
        const { hooks: newHooks, ...newRest } = parse(after);
        expect(newRest).toEqual(oldRest);
        for (const [event, groups] of Object.entries<unknown[]>(oldHooks)) {
          expect(newHooks[event].slice(0, groups.length)).toEqual(groups);
        }
        expect(inspectSettings(after).ours.toSorted()).toEqual(events.toSorted());
        expect(withHooks(after, wanted)).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  test("removing takes out ours alone: what is not white space is as it was", () => {
    fc.assert(
      fc.property(settings, (before) => {
        const after = withoutHooks(withHooks(before, wanted));
        expect(commentsOf(after)).toEqual(commentsOf(before));
        const { hooks: oldHooks, ...oldRest } = parse(before);
        const { hooks: newHooks, ...newRest } = parse(after);
        expect(newRest).toEqual(oldRest);
        const full = (all: Record<string, unknown[]> = {}) =>
          Object.fromEntries(Object.entries(all).filter(([, groups]) => groups.length > 0));
        expect(full(newHooks)).toEqual(full(oldHooks));
        expect(inspectSettings(after).ours).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
