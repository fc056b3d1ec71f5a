import type { JsonObject } from "../../../kernel/json.ts";
import { isObject, listAt, objectAt, textAt } from "../../../kernel/json.ts";
import { type Html, html, join } from "./html.ts";
import { schemaText } from "./schema-text.ts";

/** The OpenAPI document as a page to read; it needs no script. */
export const referencePageOf = (document: JsonObject, stylesheet: string): string => {
  const operations = operationsIn(document);
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  const schemas = Object.entries(objectAt(objectAt(document, "components"), "schemas"));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Signalbox API</title>
<link rel="icon" href="favicon.svg">
<link rel="stylesheet" href="${stylesheet}">
</head>
<body>
<nav aria-label="Contents">
<a class="home" href="./">Signalbox</a>
<ul>
${join(tags.map((tag) => html`<li><a href="#${anchorOf(tag)}">${tag}</a></li>\n`))}<li><a href="#schemas">Schemas</a></li>
</ul>
</nav>
<main>
<h1>Signalbox API <small>${textAt(objectAt(document, "info"), "version") ?? ""}</small></h1>
${introduction(document)}
${join(
  tags.map((tag) =>
    sectionOf(
      tag,
      operations.filter((operation) => operation.tag === tag),
    ),
  ),
)}
<section aria-labelledby="schemas">
<h2 id="schemas">Schemas</h2>
${join(schemas.map(([id, schema]) => html`<h3 id="schema-${id}">${id}</h3>\n<pre tabindex="0">${schemaText(schema)}</pre>\n`))}
</section>
</main>
</body>
</html>
`.html;
};

interface ListedOperation {
  method: string;
  path: string;
  tag: string;
  operation: JsonObject;
}

const operationsIn = (document: JsonObject): ListedOperation[] =>
  Object.entries(objectAt(document, "paths")).flatMap(([path, methods]) =>
    Object.entries(isObject(methods) ? methods : {}).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      tag: isObject(operation) ? String(listAt(operation, "tags")[0]) : "",
      operation: isObject(operation) ? operation : {},
    })),
  );

const anchorOf = (tag: string): string => tag.toLowerCase().replaceAll(/\W+/g, "-");

/** Paragraphs with words in backticks, which is all the Markdown the introduction has. */
const introduction = (document: JsonObject): Html => {
  const text = textAt(objectAt(document, "info"), "description") ?? "";
  return join(text.split("\n\n").map((paragraph) => html`<p>${withCode(paragraph)}</p>\n`));
};

const withCode = (text: string): Html =>
  join(text.split("`").map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`)));

const sectionOf = (
  tag: string,
  operations: readonly ListedOperation[],
): Html => html`<section aria-labelledby="${anchorOf(tag)}">
<h2 id="${anchorOf(tag)}">${tag}</h2>
${join(operations.map(articleOf))}</section>
`;

const articleOf = ({ method, path, operation }: ListedOperation): Html => {
  const id = textAt(operation, "operationId") ?? "";
  const scope = textAt(operation, "x-scope") ?? "";
  return html`<article aria-labelledby="${id}">
<h3 id="${id}"><code><span class="method">${method}</span> ${path}</code></h3>
<p>${textAt(operation, "summary") ?? ""}. ${scope === "public" ? html`Needs no key.` : html`Needs <code>${scope}</code>.`}</p>
${parametersOf(operation)}${bodyOf(operation)}${repliesOf(operation)}</article>
`;
};

const parametersOf = (operation: JsonObject): Html => {
  const parameters = listAt(operation, "parameters").filter(isObject);
  if (parameters.length === 0) return html``;
  return html`<h4>Parameters</h4>\n<ul>${join(
    parameters.map(
      (one) =>
        html`<li><code><b>${textAt(one, "name") ?? ""}</b>${one.required === true ? "" : "?"}: ${schemaText(one.schema)}</code> in the ${textAt(one, "in") ?? ""}${remarkOf(one)}</li>\n`,
    ),
  )}</ul>\n`;
};

const remarkOf = (parameter: JsonObject): string => {
  const words = textAt(parameter, "description");
  return words === null ? "" : `. ${words}.`;
};

const bodyOf = (operation: JsonObject): Html => {
  const [content] = Object.values(objectAt(objectAt(operation, "requestBody"), "content")).filter(isObject);
  return content === undefined
    ? html``
    : html`<h4>Body</h4>\n<pre tabindex="0">${schemaText(content.schema)}</pre>\n`;
};

const repliesOf = (operation: JsonObject): Html =>
  join(Object.entries(objectAt(operation, "responses")).map(replyOf));

const replyOf = ([status, reply]: [string, unknown]): Html => {
  if (!isObject(reply)) return html``;
  const [[type, content] = ["", undefined]] = Object.entries(objectAt(reply, "content"));
  const words = textAt(reply, "description") ?? "";
  if (status === "4XX") return html`<h4>Errors</h4>\n<p><code>${words}</code></p>\n`;
  const shape = isObject(content)
    ? html`<pre tabindex="0">${schemaText(content.schema)}</pre>\n`
    : html`<p>Empty.</p>\n`;
  return html`<h4>${status} ${words} <small>${type}</small></h4>\n${shape}`;
};
