import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import files from "@fastify/static";
import { pageRoots } from "@signalbox/contract/pages";
import type { Route } from "@signalbox/contract/route";
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from "fastify";
import { publicAccess } from "./access.ts";
import { type AppPage, appPage } from "./app-page.ts";
import { plainPath } from "./plain-path.ts";

/** What the app routes in the browser, with whatever lies below it. */
const addresses = ["/", "/index.html", ...pageRoots.flatMap((root) => [`/${root}`, `/${root}/*`])];

/** Tells whether a browser asks for a page at an address of nobody: what it gets is the app, which says so in words. */
export type IsLost = (request: FastifyRequest) => boolean;

/** The built web app. */
export interface WebApp {
  folder: string;
  page: AppPage;
}

/** The web app in a folder, or undefined where none is built; `prefixOf` tells under which path a page is asked for. */
export const openWebApp = (
  folder: string | undefined,
  prefixOf: (request: FastifyRequest) => string,
): WebApp | undefined =>
  folder !== undefined && existsSync(join(folder, "index.html"))
    ? { folder, page: appPage(folder, prefixOf) }
    : undefined;

/** Where tools look for an API, though it has nothing there. */
const keptForApi = ["metrics"];

/** What the contract has routes below is the API's, whether there is such a route or not. */
export const lostBrowsers = (webApp: WebApp | undefined, contract: readonly Route[]): IsLost => {
  if (webApp === undefined) return () => false;
  const firstPart = (path: string) => path.split(/[/?]/, 2)[1];
  const ofApi = new Set([...keptForApi, ...contract.map(({ path }) => firstPart(path))]);
  return ({ is404, method, headers, url }) =>
    is404 &&
    (method === "GET" || method === "HEAD") &&
    headers.accept?.includes("text/html") === true &&
    !ofApi.has(firstPart(plainPath(url)));
};

/** Serves the built web app: its files by name, its page at every address of its own; all of it public. */
export const serveWebApp = async (app: FastifyInstance, { folder, page }: WebApp): Promise<void> => {
  await app.register(files, {
    root: folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header("cache-control", cachingOf(relative(folder, path))),
  });
  const show = (url: string, handler: RouteHandlerMethod) =>
    app.route({
      method: "GET",
      url,
      exposeHeadRoute: true,
      config: { access: publicAccess, rateLimit: false },
      handler,
    });
  for (const file of filesIn(folder)) show(`/${file}`, (_request, reply) => reply.sendFile(file));
  for (const url of addresses) show(url, page.show);
};

/** Named one by one, so that nothing else in the folder can be asked for. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^index\.html$|\.(?:br|gz|map)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));

/** The build puts a hash of their content into the names of assets; the rest is asked for anew. */
const cachingOf = (file: string): string =>
  file.startsWith(`assets${sep}`) ? "public, max-age=31536000, immutable" : "no-cache";
