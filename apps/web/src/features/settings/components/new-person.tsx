import { type Role, roles } from "@signalbox/contract/roles";
import { type SubmitEvent, useState } from "react";
import { Field, Refusal } from "../../../ui/field.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { useMakeUser } from "../people-queries.ts";
import { roleLabels } from "../role-words.ts";
import { LinkNote } from "./link-note.tsx";

const choices = roles.map((value) => ({ value, label: roleLabels[value] }));

/** Makes an account, and shows the link with which its person chooses a password. */
export const NewPerson = ({ onClose }: { onClose: () => void }) => {
  const make = useMakeUser();
  const [login, setLogin] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("operator");
  const made = make.data;
  if (made?.link != null) return <LinkNote link={made.link} name={made.user.name} onClose={onClose} />;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    make.mutate({ login, role, ...(name.trim() === "" ? {} : { name }) });
  };
  return (
    <form className="panel__body stack new-key" onSubmit={submit}>
      <div className="fields">
        <Field
          label="Login"
          value={login}
          required
          maxLength={100}
          autoComplete="off"
          hint="A short name or an address; they sign in by it"
          onChange={setLogin}
        />
        <Field label="Name" value={name} maxLength={80} autoComplete="off" onChange={setName} />
      </div>
      <div>
        <p className="label">Role</p>
        <Segments label="Role" value={role} choices={choices} onChange={setRole} />
      </div>
      <Refusal error={make.error} />
      <div className="row">
        <button type="submit" className="btn btn--main" disabled={make.isPending}>
          {make.isPending ? "Making…" : "Make account"}
        </button>
        <button type="button" className="btn" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
};
