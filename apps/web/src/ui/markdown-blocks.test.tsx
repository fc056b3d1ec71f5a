import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { leadsToTheWeb, MarkdownBlocks } from "./markdown-blocks.tsx";

const html = (text: string) => renderToStaticMarkup(<MarkdownBlocks text={text} />);

test("raw HTML stays text", () => {
  expect(html("<script>alert(1)</script>")).toContain("&lt;script&gt;");
  expect(html("a <img src=x onerror=alert(1)> b")).not.toContain("<img");
});

test("an image becomes its words and fetches nothing", () => {
  expect(html("![the plan](https://example.com/x.png)")).toBe("<p><em>the plan</em></p>");
});

test("links lead to the web or nowhere", () => {
  expect(html("[here](https://example.com)")).toContain('rel="noopener noreferrer"');
  expect(html("[here](javascript:alert(1))")).toBe("<p>here</p>");
  expect(leadsToTheWeb("data:text/html,x")).toBe(false);
});

test("lists nest, tasks keep their marks, code keeps its lines", () => {
  expect(html("1. one\n   - two")).toBe('<ol start="1"><li>one<ul><li>two</li></ul></li></ol>');
  expect(html("- [x] done\n- [ ] open")).toContain("☑ ");
  expect(html("```ts\nconst a = 1 < 2;\n```")).toContain(">const a = 1 &lt; 2;</pre>");
});

test("headings stand below those of the page", () => {
  expect(html("# Title\n## Part")).toBe("<h3>Title</h3><h4>Part</h4>");
});
