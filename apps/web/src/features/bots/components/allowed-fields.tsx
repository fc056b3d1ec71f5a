import type { Faults } from "../../../lib/faults.ts";
import { TextArea } from "../../../ui/text-area.tsx";
import type { BotWords } from "../form.ts";

interface AllowedFieldsProps {
  words: Pick<BotWords, "tools" | "folders" | "network">;
  faults: Faults;
  onChange: (some: Partial<BotWords>) => void;
}

/** What a bot may do beside what its access gives it. */
export const AllowedFields = ({ words, faults, onChange }: AllowedFieldsProps) => (
  <>
    <TextArea
      label="Tools that it may use beside"
      value={words.tools}
      rows={2}
      isCode
      placeholder="Bash(npm test:*)"
      hint="One in a line, as its CLI writes it. Claude Code, Gemini CLI and OpenCode heed them"
      fault={faultIn(faults, "tools")}
      onChange={(tools) => onChange({ tools })}
    />
    <TextArea
      label="Folders that it may work in beside"
      value={words.folders}
      rows={2}
      isCode
      placeholder="/srv/shared"
      hint="One in a line, each with its whole path"
      fault={faultIn(faults, "folders")}
      onChange={(folders) => onChange({ folders })}
    />
    <label className="row row--tight small">
      <input
        type="checkbox"
        checked={words.network}
        onChange={({ target }) => onChange({ network: target.checked })}
      />
      May use the network, where its CLI keeps it from that
    </label>
  </>
);

/** Whichever line it is about. */
function faultIn(faults: Faults, of: "tools" | "folders"): string | undefined {
  for (const [field, fault] of faults) if (field.startsWith(`allowed.${of}`)) return fault;
  return undefined;
}
