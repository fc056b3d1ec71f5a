import type { Faults } from "../../../lib/faults.ts";
import { Icon } from "../../../ui/icon.tsx";
import { type LinkWords, newLink } from "../form.ts";
import { LinkFields, type LinkFieldsProps } from "./link-fields.tsx";

interface ChainRowsProps {
  links: readonly LinkWords[];
  faults: Faults;
  onChange: (links: readonly LinkWords[]) => void;
}

const most = 5;

/** What is tried where what stands before can't be used, a row each. */
export const ChainRows = ({ links, faults, onChange }: ChainRowsProps) => (
  <fieldset className="variables">
    <legend className="label">Where that can't be used, then</legend>
    {links.map((link, index) => (
      <Row
        key={link.key}
        link={link}
        number={index + 1}
        faultOf={(name) => faults.get(`fallbacks.${index}.${name}`)}
        onChange={(some) => onChange(links.map((one) => (one.key === link.key ? { ...one, ...some } : one)))}
        onRemove={() => onChange(links.filter(({ key }) => key !== link.key))}
      />
    ))}
    <p>
      <button
        type="button"
        className="btn"
        disabled={links.length >= most}
        onClick={() => onChange([...links, newLink()])}
      >
        <Icon name="plus" small />
        Add a fallback
      </button>
    </p>
    <p className="hint">
      Taken in this order at a limit, without a sign-in, or where a fault does not pass; where all are at a
      limit, it waits for the first to be over
    </p>
  </fieldset>
);

interface RowProps {
  link: LinkWords;
  number: number;
  faultOf: LinkFieldsProps["faultOf"];
  onChange: (some: Partial<LinkWords>) => void;
  onRemove: () => void;
}

const Row = ({ link, number, faultOf, onChange, onRemove }: RowProps) => (
  <fieldset className="variable" aria-label={`Fallback ${number}`}>
    <LinkFields link={link} faultOf={faultOf} onChange={onChange} />
    <div className="variable__act">
      <button
        type="button"
        className="btn btn--quiet btn--icon"
        aria-label={`Remove fallback ${number}`}
        onClick={onRemove}
      >
        <Icon name="close" small />
      </button>
    </div>
  </fieldset>
);
