import { type ReactElement, type SubmitEvent, useRef, useState } from "react";
import { faultsOf } from "../../../lib/faults.ts";
import type { Choice } from "../../../ui/choice.tsx";
import { Field, Refusal } from "../../../ui/field.tsx";
import { FormDialog, FormFoot, useFormDialog } from "../../../ui/form-dialog.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { TextArea } from "../../../ui/text-area.tsx";
import { useFocusOnFault } from "../../../ui/use-focus-on-fault.ts";
import { useConnect } from "../queries.ts";

interface ConnectProps {
  /** Where the API is that it is connected to, or usually would be. */
  apiUrl: string;
  title: string;
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>;
}

/** A button that asks for a token, or for an app, in a dialog. */
export const Connect = ({ apiUrl, title, trigger }: ConnectProps) => {
  const connect = useConnect();
  const { open, onOpenChange, close } = useFormDialog(connect);
  const done = () => {
    close();
    connect.reset();
  };
  return (
    <FormDialog {...{ trigger, title, open, onOpenChange }}>
      <ConnectForm
        apiUrl={apiUrl}
        pending={connect.isPending}
        error={connect.error}
        onSubmit={(wish) => connect.mutate(wish, { onSuccess: done })}
      />
    </FormDialog>
  );
};

interface ConnectFormProps {
  apiUrl: string;
  pending: boolean;
  error: Error | null;
  onSubmit: (
    wish: { apiUrl: string; token: string } | { apiUrl: string; appId: string; privateKey: string },
  ) => void;
}

const ConnectForm = ({ apiUrl, pending, error, onSubmit }: ConnectFormProps) => {
  const [words, setWords] = useState({ apiUrl, token: "", appId: "", privateKey: "" });
  const [way, setWay] = useState<Way>("token");
  const form = useRef<HTMLFormElement>(null);
  const faults = faultsOf(error);
  useFocusOnFault(form, error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (pending) return;
    const { token, appId, privateKey } = words;
    onSubmit(way === "token" ? { apiUrl: words.apiUrl, token } : { apiUrl: words.apiUrl, appId, privateKey });
  };
  return (
    <form onSubmit={submit} ref={form}>
      <div className="panel__body stack">
        <Segments label="With" value={way} choices={ways} onChange={setWay} />
        {way === "token" ? <Tokens /> : <Apps />}
        {way === "token" ? (
          <Field
            label="Token"
            type="password"
            value={words.token}
            required
            autoComplete="off"
            spellCheck={false}
            maxLength={500}
            hint="It is kept encrypted, and never shown again"
            fault={faults.get("token")}
            onChange={(token) => setWords({ ...words, token })}
          />
        ) : (
          <>
            <Field
              label="App ID"
              value={words.appId}
              required
              inputMode="numeric"
              autoComplete="off"
              maxLength={15}
              fault={faults.get("appId")}
              onChange={(appId) => setWords({ ...words, appId })}
            />
            <TextArea
              label="Private key"
              value={words.privateKey}
              rows={4}
              isCode
              hint="The content of the .pem file. It is kept encrypted, and never shown again"
              fault={faults.get("privateKey")}
              onChange={(privateKey) => setWords({ ...words, privateKey })}
            />
          </>
        )}
        <Field
          label="Address of the API"
          value={words.apiUrl}
          required
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
          hint="Of GitHub Enterprise Server: https://github.example.com/api/v3"
          fault={faults.get("apiUrl")}
          onChange={(apiUrl) => setWords({ ...words, apiUrl })}
        />
        <Refusal error={faults.size === 0 ? error : null} />
      </div>
      <FormFoot verb={pending ? "Connecting…" : "Connect"} pending={pending} />
    </form>
  );
};

type Way = "token" | "app";
const ways: readonly Choice<Way>[] = [
  { value: "token", label: "An account" },
  { value: "app", label: "A GitHub App" },
];

/** What an app needs. */
const Apps = () => (
  <p className="small ink2">
    Make a{" "}
    <a className="link" href="https://github.com/settings/apps/new" target="_blank" rel="noreferrer">
      GitHub App
    </a>{" "}
    that reads and writes contents, issues, pull requests and commit statuses, give it a private key, and
    install it for the repositories that bots work on. What it writes is by <code>name[bot]</code>.
  </p>
);

/** Which token will do. */
const Tokens = () => (
  <p className="small ink2">
    Make a{" "}
    <a
      className="link"
      href="https://github.com/settings/personal-access-tokens"
      target="_blank"
      rel="noreferrer"
    >
      fine-grained token
    </a>{" "}
    of the account that is to be seen as the author. It reads and writes pull requests, issues, commit
    statuses and contents of the repositories that bots work on. A classic token with the scope{" "}
    <code>repo</code> does as well.
  </p>
);
