import { expect, test } from "vitest";
import { codexApproval } from "./trust.ts";

const path = "/home/me/.codex/hooks.json";
const command = "exec sh /s/hook/hook.sh signalbox codex";
const group = (timeout: number) => ({ hooks: [{ type: "command", command, timeout }] });
const text = JSON.stringify({
  hooks: { PreToolUse: [{ hooks: [{ type: "command", command: "mine" }] }, group(3)] },
});

/** As Codex 0.169.0 wrote it when it was told to trust these hooks. */
const hash = "sha256:6b15605a54d3ff1531c905cd443b9d30d198b38da487c62b8893df8df8c70125";
const trusted = (key: string) =>
  `model = "m"\n\n[hooks.state]\n\n[hooks.state."${key}"]\ntrusted_hash = "${hash}"\n`;
const ours = `${path}:pre_tool_use:1:0`;

test("hooks that were never trusted don't run, and the person is told what to do", () => {
  expect(codexApproval.obstacle({ path, text }, "")).toContain("Trust all and continue");
  expect(codexApproval.obstacle({ path, text }, trusted(`${path}:pre_tool_use:0:0`))).toContain("Trust all");
});

test("hooks that were trusted as they stand run", () => {
  expect(codexApproval.obstacle({ path, text }, trusted(ours))).toBeNull();
});

test("a trusted hook that says something else now has to be trusted anew", () => {
  const changed = JSON.stringify({ hooks: { PreToolUse: [group(9), group(9)] } });
  expect(codexApproval.obstacle({ path, text: changed }, trusted(ours))).toContain("Trust all and continue");
});

test("hooks of others are none of our business", () => {
  const foreign = JSON.stringify({ hooks: { Stop: [{ hooks: [{ type: "command", command: "mine" }] }] } });
  expect(codexApproval.obstacle({ path, text: foreign }, "")).toBeNull();
});

test("hooks that are switched off or disabled are told as such", () => {
  const off = `${trusted(ours)}\n[features]\nhooks = false\n`;
  expect(codexApproval.obstacle({ path, text }, off)).toContain("Hooks are off");
  expect(codexApproval.obstacle({ path, text }, `${trusted(ours)}enabled = false\n`)).toContain("Trust all");
});
