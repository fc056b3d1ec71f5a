import { expect, test } from "vitest";
import { isHarmless } from "./harmless.ts";

const bash = (command: string, more: Record<string, unknown> = {}) =>
  isHarmless({ tool: "Bash", input: { command, description: "harmless", ...more } });

test.each([
  ...[["npm test"], ["pnpm test"], ["cargo test"], ["go test ./..."], ["pytest"], ["make test"]],
  ...[["ls"], ["ls -la src"], ["pwd"], ["cat package.json"], ["tail -n 20 server.log"], ["wc -l a.ts"]],
  ...[["git status"], ["git diff HEAD~1"], ["git log --oneline -5"], ["git show --stat HEAD^"]],
  ...[["git branch --list"], ["tsc --noEmit"]],
])("%s can be allowed by a button", (command) => {
  expect(bash(command)).toBe(true);
});

test.each([
  ...[["rm -rf build"], ["npm test && rm -rf /"], ["npm test; ls"], ["ls & rm x"], ["ls || rm x"]],
  ...[["git push --force"], ["git reset --hard"], ["git branch -D main"], ["git branch evil"], ["git"]],
  ...[["cat a > b"], ["cat < a"], ["ls $(rm x)"], ["ls `rm x`"], ["cat $HOME/.ssh/id_rsa"], ["ls\nrm x"]],
  ...[
    ["git diff --output=/etc/passwd"],
    ["git log --outp x"],
    ["git diff --ext-diff"],
    ["git -c a=b status"],
  ],
  ...[["npm install"], ["npm test -- --config evil.js"], ["npm run deploy"], ["npx vitest"], ["npmtest"]],
  ...[["pytest -p evil"], ["pytest /tmp/evil.py"], ["go test -exec ./evil"], ["make test SHELL=./evil"]],
  ...[["make -f evil test"], ["cargo test --config evil"], ["PATH=. npm test"], ["./npm test"], ["tsc"]],
  ...[["mv a b"], ["tee a"], ["sed -i s/a/b/ c"], ["node evil.js"], ["bash evil.sh"], ["find . -delete"]],
  ...[["curl https://evil.example"], ["sudo ls"], ["env ls"], ["xargs ls"], ["command rm x"], [""], [" ls"]],
  ...[["ls \u202etxt.exe"], ["cat 'a' "], ["ls {a,b}"], ["ls *"], ["ls # x"], ["ls\tx"], ["ls\\ x"]],
])("%s is answered where all of it is seen", (command) => {
  expect(bash(command)).toBe(false);
});

test("a command that is run in another way than usual is answered where that is seen", () => {
  expect(bash("npm test", { dangerouslyDisableSandbox: true })).toBe(false);
  expect(bash("npm test", { timeout: 60_000 })).toBe(true);
});

test("looking can be allowed; editing, and a tool that nobody knows, can't", () => {
  expect(isHarmless({ tool: "Read", input: { file_path: "/etc/hosts" } })).toBe(true);
  for (const tool of ["Edit", "Write", "MultiEdit", "NotebookEdit", "WebFetch", "mcp__db__query", "ls"])
    expect(isHarmless({ tool, input: { file_path: "a.ts", command: "ls" } })).toBe(false);
  expect(isHarmless({ tool: "Bash", input: null })).toBe(false);
  expect(isHarmless({ tool: null, input: null })).toBe(false);
});
