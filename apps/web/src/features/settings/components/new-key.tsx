import { Checkbox } from "@base-ui/react/checkbox";
import { type Scope, scopes } from "@signalbox/contract/common";
import { type SubmitEvent, useId, useState } from "react";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { useMakeApiKey } from "../queries.ts";
import { type KeyScope, scopeWords } from "../scope-words.ts";

const offered: readonly KeyScope[] = ["read", "signals:write", "operate", "admin"];

const day = 24 * 60 * 60 * 1_000;
const lives = {
  always: { label: "Until revoked", days: undefined },
  month: { label: "30 days", days: 30 },
  year: { label: "A year", days: 365 },
} as const;
type Life = keyof typeof lives;
const lifeChoices = (["always", "month", "year"] as const).map((value) => ({
  value,
  label: lives[value].label,
}));

/** Makes a key and shows its secret this once. */
export const NewKey = ({ onClose }: { onClose: () => void }) => {
  const make = useMakeApiKey();
  if (make.data !== undefined)
    return <Secret name={make.data.key.name} secret={make.data.secret} onClose={onClose} />;
  return <KeyForm pending={make.isPending} error={make.error} onSubmit={make.mutate} onClose={onClose} />;
};

interface KeyFormProps {
  pending: boolean;
  error: Error | null;
  onSubmit: (key: { name: string; scopes: Scope[]; expiresAt?: string }) => void;
  onClose: () => void;
}

const KeyForm = ({ pending, error, onSubmit, onClose }: KeyFormProps) => {
  const id = useId();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Scope[]>(["read"]);
  const [life, setLife] = useState<Life>("always");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const ends = lives[life].days;
    onSubmit({
      name,
      scopes: scopes.filter((scope) => chosen.includes(scope)),
      ...(ends === undefined ? {} : { expiresAt: new Date(Date.now() + ends * day).toISOString() }),
    });
  };
  return (
    <form className="panel__body stack new-key" onSubmit={submit}>
      <div>
        <label className="label" htmlFor={id}>
          Name
        </label>
        <input
          id={id}
          className="field"
          required
          maxLength={80}
          value={name}
          placeholder="The program that will use it"
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <fieldset>
        <legend className="label">Allowed to</legend>
        {offered.map((scope) => (
          <ScopeBox
            key={scope}
            scope={scope}
            checked={chosen.includes(scope)}
            onChange={(on) => setChosen(on ? [...chosen, scope] : chosen.filter((other) => other !== scope))}
          />
        ))}
      </fieldset>
      <div>
        <p className="label">Works</p>
        <Segments label="Works" value={life} choices={lifeChoices} onChange={setLife} />
      </div>
      {error === null ? null : (
        <p role="alert" className="notice notice--stop">
          {error.message}
        </p>
      )}
      <div className="row">
        <button type="submit" className="btn btn--main" disabled={pending || chosen.length === 0}>
          {pending ? "Making…" : "Make key"}
        </button>
        <button type="button" className="btn" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
};

interface ScopeBoxProps {
  scope: KeyScope;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

const ScopeBox = ({ scope, checked, onChange }: ScopeBoxProps) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control
  <label className="check">
    <Checkbox.Root className="check__box" checked={checked} onCheckedChange={onChange}>
      <Checkbox.Indicator>
        <Icon name="check" />
      </Checkbox.Indicator>
    </Checkbox.Root>
    <span>
      {scopeWords[scope]} <span className="mono ink3">{scope}</span>
    </span>
  </label>
);

const Secret = ({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) => (
  <div className="panel__body stack new-key" role="status">
    <p>
      <b className="strong">{name}</b> is ready. Its secret is shown only now: copy it to where it is used.
    </p>
    <pre className="code">{secret}</pre>
    <div className="row">
      <CopyButton text={secret} label="Copy secret" />
      <button type="button" className="btn" onClick={onClose}>
        I have kept it
      </button>
    </div>
  </div>
);
