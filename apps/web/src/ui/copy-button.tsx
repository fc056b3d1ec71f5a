import { useState } from "react";
import { Icon } from "./icon.tsx";

/** Copies a text, and says that it did. */
export const CopyButton = ({ text, label }: { text: string; label: string }) => {
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <button type="button" className="btn" onClick={copy}>
      <Icon name={copied ? "check" : "copy"} small />
      <span aria-live="polite">
        {copied === null ? label : copied ? "Copied" : "Select it and copy by hand"}
      </span>
    </button>
  );
};
