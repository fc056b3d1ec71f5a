import type { Persona } from "@signalbox/contract/personas";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Refusal } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { callerQuery } from "../../settings/index.ts";
import { EditPersona, MakePersona } from "../components/persona-form.tsx";
import { personasQuery, useChangePersona } from "../queries.ts";

/** `/settings/personas` */
export const PersonasPage = () => {
  usePageTitle("Personas");
  const query = useQuery(personasQuery);
  const personas = query.data;
  const { data: caller } = useQuery(callerQuery);
  const mayChange = caller?.scopes.includes("operate") === true;
  return (
    <section className="panel" aria-labelledby="personas">
      <div className="panel__head">
        <h2 id="personas">Personas</h2>
        <span className="small ink3 cut wide-only">Who agents can be started as</span>
        {mayChange ? (
          <MakePersona
            trigger={
              <button type="button" className="btn push">
                <Icon name="plus" small />
                New persona
              </button>
            }
          />
        ) : null}
      </div>
      {personas === undefined ? (
        <Unread query={query} lines={3} loading="Loading personas" failed="Personas could not be read" />
      ) : personas.length === 0 ? (
        <Empty title="No persona yet">
          <p>A persona has a role and a skill: what every agent that is started as it is told.</p>
        </Empty>
      ) : (
        <ul className="list" aria-label="Personas">
          {personas.map((persona) => (
            <PersonaRow key={persona.id} persona={persona} mayChange={mayChange} />
          ))}
        </ul>
      )}
    </section>
  );
};

const PersonaRow = ({ persona, mayChange }: { persona: Persona; mayChange: boolean }) => {
  const now = useNow();
  const { name, role, slug, description, status, updatedAt } = persona;
  return (
    <li className="key">
      <div>
        <p className="strong break">{name}</p>
        {description === "" ? null : <p className="small break">{description}</p>}
        <p className="small ink3 num key__facts">
          <span className="mono">{slug}</span>
          <span>changed {moment(updatedAt, now)}</span>
        </p>
      </div>
      <span className="row row--tight row--wrap key__scopes">
        <span className="badge">{role}</span>
        {status === "archived" ? <span className="badge badge--flat">archived</span> : null}
      </span>
      <span className="key__act row row--tight row--wrap">
        {mayChange ? (
          <>
            <EditPersona
              persona={persona}
              trigger={
                <button type="button" className="btn" aria-label={`Edit ${name}`}>
                  Edit
                </button>
              }
            />
            <Archive persona={persona} />
          </>
        ) : null}
      </span>
    </li>
  );
};

const Archive = ({ persona: { id, name, status } }: { persona: Persona }) => {
  const change = useChangePersona(id);
  const isActive = status === "active";
  const verb = isActive ? "Archive" : "Take up again";
  return (
    <>
      <button
        type="button"
        className="btn btn--quiet"
        aria-label={`${verb}: ${name}`}
        disabled={change.isPending}
        onClick={() => change.mutate({ status: isActive ? "archived" : "active" })}
      >
        {verb}
      </button>
      <Refusal error={change.error} />
    </>
  );
};
