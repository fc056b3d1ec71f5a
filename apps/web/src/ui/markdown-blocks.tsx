import { lexer, type Token, type Tokens } from "marked";
import type { ReactNode } from "react";
import { Code, Scroller } from "./scroller.tsx";

/**
 * Markdown as elements, never as HTML: raw HTML is shown as the text it is, an image becomes the words
 * that stand for it, and a link must lead to the web.
 */
export const MarkdownBlocks = ({ text }: { text: string }) => <>{renderAll(lexer(text))}</>;

const renderAll = (tokens: readonly Token[] | undefined): ReactNode =>
  tokens?.map((token, index) => {
    const render = renderers[token.type];
    // biome-ignore lint/suspicious/noArrayIndexKey: a token is known by its place alone
    return <Piece key={index}>{render === undefined ? token.raw : render(token)}</Piece>;
  });

const Piece = ({ children }: { children: ReactNode }) => children;

type Renderer = (token: Token) => ReactNode;
const children = (token: Token) => ("tokens" in token ? renderAll(token.tokens) : textOf(token));
const textOf = (token: Token): string =>
  "text" in token && typeof token.text === "string" ? token.text : token.raw;

const renderers: Record<string, Renderer> = {
  space: () => null,
  def: () => null,
  paragraph: (token) => <p>{children(token)}</p>,
  text: children,
  escape: textOf,
  strong: (token) => <strong>{children(token)}</strong>,
  em: (token) => <em>{children(token)}</em>,
  del: (token) => <del>{children(token)}</del>,
  codespan: (token) => <code>{textOf(token)}</code>,
  br: () => <br />,
  hr: () => <hr />,
  code: (token) => <Code>{textOf(token)}</Code>,
  blockquote: (token) => <blockquote>{children(token)}</blockquote>,
  heading: (token) => renderHeading(token as Tokens.Heading),
  list: (token) => renderList(token as Tokens.List),
  table: (token) => renderTable(token as Tokens.Table),
  link: (token) => renderLink(token as Tokens.Link),
  image: (token) => <em>{textOf(token) || "image"}</em>,
};

/** Headings start below those of the page around them. */
const renderHeading = (heading: Tokens.Heading) => {
  const Level = heading.depth <= 1 ? "h3" : "h4";
  return <Level>{renderAll(heading.tokens)}</Level>;
};

const renderList = (list: Tokens.List) => {
  const items = list.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: an item is known by its place alone
    <li key={index}>
      {item.task ? (item.checked ? "☑ " : "☐ ") : null}
      {renderAll(item.tokens.filter((token) => token.type !== "checkbox"))}
    </li>
  ));
  return list.ordered ? <ol start={list.start === "" ? 1 : list.start}>{items}</ol> : <ul>{items}</ul>;
};

const renderTable = (table: Tokens.Table) => (
  <Scroller className="table-scroll" label="Table">
    <table>
      <thead>
        <tr>{renderCells(table.header, "th")}</tr>
      </thead>
      <tbody>
        {table.rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place alone
          <tr key={index}>{renderCells(row, "td")}</tr>
        ))}
      </tbody>
    </table>
  </Scroller>
);

const renderCells = (cells: readonly Tokens.TableCell[], Cell: "td" | "th") =>
  cells.map((cell, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its place alone
    <Cell key={index}>{renderAll(cell.tokens)}</Cell>
  ));

const renderLink = (link: Tokens.Link) => {
  const words = renderAll(link.tokens);
  if (!leadsToTheWeb(link.href)) return words;
  return (
    <a href={link.href} target="_blank" rel="noopener noreferrer">
      {words}
    </a>
  );
};

export const leadsToTheWeb = (address: string): boolean => {
  const url = URL.parse(address);
  return url !== null && ["https:", "http:", "mailto:"].includes(url.protocol);
};
