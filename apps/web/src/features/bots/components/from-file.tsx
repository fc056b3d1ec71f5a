import type { BotContent } from "@signalbox/contract/bots";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { programsQuery } from "../../programs/index.ts";

interface FromFileProps {
  onRead: (content: BotContent) => void;
}

interface Refused {
  name: string;
  faults: readonly { line: number; message: string }[];
}

/** Reads a bot's file; what is wrong in it is told with its line. */
export const FromFile = ({ onRead }: FromFileProps) => {
  const cache = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const read = async (file: File) => {
    const [{ readBotFile }, programs, text] = await Promise.all([
      import("@signalbox/client/bot-file"),
      cache.fetchQuery(programsQuery),
      file.text(),
    ]);
    const { content, faults } = readBotFile(text, programs);
    setRefused(faults === undefined ? null : { name: file.name, faults });
    if (content !== undefined) onRead(content);
  };
  const failed = (error: Error, name: string) =>
    setRefused({ name, faults: [{ line: 1, message: error.message }] });
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml,.json"
        hidden
        aria-label="A bot's file"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file !== undefined) void read(file).catch((error: Error) => failed(error, file.name));
          // The same file may be chosen again once it was mended.
          currentTarget.value = "";
        }}
      />
      <button type="button" className="btn" onClick={() => input.current?.click()}>
        From a file…
      </button>
      {refused === null ? null : (
        <div role="alert" className="notice notice--stop from-file">
          <div className="stack">
            <p className="strong break">{refused.name} can't be used</p>
            <ul>
              {refused.faults.map(({ line, message }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a list that is shown once, as it is
                <li key={index} className="break">
                  <span className="num ink2">line {line}</span> {message}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </>
  );
};
