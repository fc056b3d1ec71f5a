import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";
import { hashText } from "../../kernel/ids.ts";

/** The page of the built web app, which routes itself in the browser. */
export interface AppPage {
  /** Answers the page, or that the browser holds it already. */
  show(request: FastifyRequest, reply: FastifyReply): FastifyReply;
  /** Whole each time: a 404 that says "not modified" would leave the browser with an empty page. */
  showAsLost(request: FastifyRequest, reply: FastifyReply): FastifyReply;
}

/** What the build wrote as relative to the page is put under the path at which the page was asked for. */
export const appPage = (folder: string, prefixOf: (request: FastifyRequest) => string): AppPage => {
  const built = readFileSync(join(folder, "index.html"), "utf8");
  const pages = new Map<string, { html: string; etag: string }>();

  const under = (prefix: string) => {
    const known = pages.get(prefix);
    if (known !== undefined) return known;
    const html = built.replaceAll('="./', `="${prefix}/`);
    const page = { html, etag: `"${hashText(html)}"` };
    pages.set(prefix, page);
    return page;
  };
  const send = (reply: FastifyReply, html: string) =>
    reply.header("cache-control", "no-cache").type("text/html; charset=utf-8").send(html);

  return {
    show(request, reply) {
      const { html, etag } = under(prefixOf(request));
      reply.header("etag", etag);
      const isHeld = request.headers["if-none-match"]?.includes(etag) === true;
      return isHeld ? reply.header("cache-control", "no-cache").code(304).send() : send(reply, html);
    },
    showAsLost: (request, reply) => send(reply.code(404), under(prefixOf(request)).html),
  };
};
