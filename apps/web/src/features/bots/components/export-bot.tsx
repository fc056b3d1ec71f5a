import type { BotContent } from "@signalbox/contract/bots";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { basePath } from "../../../lib/base.ts";
import { Refusal } from "../../../ui/field.tsx";
import { programsQuery } from "../../programs/index.ts";
import { fileNameOf } from "../file-name.ts";

/** Saves all that is written of a bot as a file. */
export const ExportBot = ({ content }: { content: BotContent }) => {
  const [error, setError] = useState<Error | null>(null);
  const cache = useQueryClient();
  const save = async () => {
    const [{ writeBotFile }, programs] = await Promise.all([
      import("@signalbox/client/bot-file"),
      cache.fetchQuery(programsQuery),
    ]);
    const schema = new URL(`${basePath()}schemas/bot.json`, window.location.origin).href;
    offer(fileNameOf(content.name), writeBotFile(content, { schema, programs }));
  };
  return (
    <>
      <Refusal error={error} />
      <button type="button" className="btn" onClick={() => void save().then(() => setError(null), setError)}>
        Export
      </button>
    </>
  );
};

const offer = (name: string, text: string): void => {
  const address = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
};
