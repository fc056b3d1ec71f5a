import type { Program } from "@signalbox/contract/programs";
import { useQuery } from "@tanstack/react-query";
import { Confirm } from "../../../ui/confirm.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { Page } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { callerQuery } from "../../settings/index.ts";
import { WriteProgram } from "../components/write-program.tsx";
import { speaksNames } from "../form.ts";
import { programsQuery, useRemoveProgram } from "../queries.ts";
import "../programs.css";

/** `/bots/programs`: what bots may run beside the CLIs that are known. */
export const ProgramsPage = () => {
  const query = useQuery(programsQuery);
  const { data: caller } = useQuery(callerQuery);
  const mayChange = caller?.scopes.includes("admin") === true;
  const programs = query.data;
  return (
    <Page title="Programs">
      <div className="pagehead">
        <h1>Programs</h1>
        <span className="push" />
        {mayChange ? <WriteProgram program={null} /> : null}
      </div>
      <section className="panel" aria-label="Programs">
        {programs === undefined ? (
          <Unread query={query} loading="Loading programs" failed="Programs could not be read" />
        ) : programs.length === 0 ? (
          <NoPrograms />
        ) : (
          <ul className="list" aria-label="Programs">
            {programs.map((program) => (
              <Row key={program.id} program={program} mayChange={mayChange} />
            ))}
          </ul>
        )}
      </section>
    </Page>
  );
};

const NoPrograms = () => (
  <Empty title="No program yet">
    <p>
      Bots run Claude Code, Codex, Gemini CLI, OpenCode and goose. Add any other agent that speaks the Agent
      Client Protocol, or a command of your own.
    </p>
  </Empty>
);

const Row = ({ program, mayChange }: { program: Program; mayChange: boolean }) => {
  const { name, command, args, speaks, resultFile } = program;
  return (
    <li className="program" aria-label={name}>
      <p className="strong break">{name}</p>
      <p className="small mono break">{[command, ...args].join(" ")}</p>
      <p className="small ink2 break">
        {speaksNames[speaks]}
        {resultFile === null ? "" : `, and ${resultFile} holds its result`}
      </p>
      {mayChange ? (
        <div className="row row--wrap">
          <WriteProgram program={program} />
          <Remove program={program} />
        </div>
      ) : null}
    </li>
  );
};

const Remove = ({ program: { id, name } }: { program: Program }) => {
  const remove = useRemoveProgram(id);
  return (
    <>
      <Confirm
        trigger={
          <button type="button" className="btn" aria-label={`Remove ${name}`}>
            Remove
          </button>
        }
        title={`Remove ${name}?`}
        verb="Remove it"
        back="Keep it"
        onConfirm={() => remove.mutate(undefined)}
      >
        <p>Its accounts go with it. A bot that names it goes on with what stands next in its chain.</p>
      </Confirm>
      <Refusal error={remove.error} />
    </>
  );
};
