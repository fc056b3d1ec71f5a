import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import files from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import { publicAccess } from "./access.ts";

/** Addresses at which the app shows a page of its own; it routes them in the browser. */
const pages = [
  "/",
  "/now",
  "/agents",
  "/agents/*",
  "/projects",
  "/projects/*",
  "/settings",
  "/settings/*",
  "/welcome",
  "/sign-in",
];

/** Serves the built web app: its files by name, its page at every address of its own; all of it public. */
export const serveWebApp = async (app: FastifyInstance, folder: string): Promise<void> => {
  if (!existsSync(join(folder, "index.html"))) return;
  await app.register(files, {
    root: folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header("cache-control", cachingOf(relative(folder, path))),
  });
  const show = (url: string, file: string) =>
    app.route({
      method: "GET",
      url,
      exposeHeadRoute: true,
      config: { access: publicAccess, rateLimit: false },
      handler: (_request, reply: FastifyReply) => reply.sendFile(file),
    });
  for (const file of filesIn(folder)) show(`/${file}`, file);
  for (const page of pages) show(page, "index.html");
};

/** Named one by one, so that nothing else in the folder can be asked for. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(?:br|gz|map)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));

/** The build puts a hash of their content into the names of assets; the rest is asked for anew. */
const cachingOf = (file: string): string =>
  file.startsWith(`assets${sep}`) ? "public, max-age=31536000, immutable" : "no-cache";
