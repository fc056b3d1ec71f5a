import { Suspense } from "react";
import { lazyPart } from "../lib/lazy-part.tsx";

const MarkdownBlocks = lazyPart(() => import("./markdown-blocks.tsx").then((part) => part.MarkdownBlocks));

/** For a page that is about to show what an agent wrote. */
export const fetchMarkdown = MarkdownBlocks.preload;

/** What an agent wrote, as Markdown; as the plain text it is until the renderer has arrived. */
export const Markdown = ({ text }: { text: string }) => (
  <Suspense fallback={<div className="prose prose--plain">{text}</div>}>
    <div className="prose">
      <MarkdownBlocks text={text} />
    </div>
  </Suspense>
);
