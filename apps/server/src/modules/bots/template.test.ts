import { expect, test } from "vitest";
import { renderTemplate } from "./template.ts";

const task = [{ name: "task", description: "" }];
const make = (prompt: string, values: Record<string, string> = { task: "x" }) =>
  renderTemplate(prompt, task, values);

test.each([
  ["a NUL", '{{ "\\u0000" }}{{ task }}'],
  ["half a letter", '{{ "\\ud800" }}{{ task }}'],
  ["nothing", "{% comment %}{{ task }}{% endcomment %} "],
  ["too much", `{% for i in (1..20000) %}${"0123456789"}{{ task }}{% endfor %}`],
])("a template that makes %s is refused", async (_what, prompt) => {
  await expect(make(prompt)).rejects.toMatchObject({ code: "bots.template_invalid" });
});

test("a value of no variable is refused, whatever it is called", async () => {
  const given = JSON.parse('{"task":"x","__proto__":"y"}');
  await expect(make("{{ task }}", given)).rejects.toMatchObject({ code: "bots.value_unknown" });
});

test("what values hold is no template", async () => {
  expect(await make("Do {{ task }}", { task: "{{ task }}" })).toBe("Do {{ task }}");
});
