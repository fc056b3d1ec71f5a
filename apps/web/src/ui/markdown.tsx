import { lazy, Suspense } from "react";

const MarkdownBlocks = lazy(() =>
  import("./markdown-blocks.tsx").then((module) => ({ default: module.MarkdownBlocks })),
);

/** What an agent wrote, as Markdown; as the plain text it is until the renderer has arrived. */
export const Markdown = ({ text }: { text: string }) => (
  <Suspense fallback={<div className="prose prose--plain">{text}</div>}>
    <div className="prose">
      <MarkdownBlocks text={text} />
    </div>
  </Suspense>
);
