import {
  type TakenGroup,
  type TakenGrouping,
  type TakenSum,
  takenGroupings,
} from "@signalbox/contract/usage";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { dollars } from "../../../lib/money.ts";
import { Select } from "../../../ui/choice.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { backendNames } from "../../accounts/index.ts";
import { botsQuery } from "../../bots/index.ts";
import { useProjects } from "../../projects/index.ts";
import { barsOf, type Measure } from "../days.ts";
import { takenQuery } from "../taken-queries.ts";

const titles = { bot: "Bot", project: "Project", model: "Model", account: "Account" } as const;
const spans = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
] as const;
const exact = new Intl.NumberFormat("en-GB");
const digits = (count: number): string => exact.format(count);
const measures: readonly { value: Measure; label: string; say: (count: number) => string }[] = [
  { value: "costMicros", label: "Cost", say: dollars },
  { value: "tokens", label: "Tokens", say: digits },
  { value: "executions", label: "Executions", say: digits },
  { value: "minutes", label: "Minutes", say: digits },
];

/** What executions took, day by day, and by whom. */
export const Taken = () => {
  const [by, setBy] = useState<TakenGrouping>("bot");
  const [days, setDays] = useState<(typeof spans)[number]["value"]>("30");
  const [measure, setMeasure] = useState<Measure>("costMicros");
  const query = useQuery(takenQuery(by, Number(days)));
  const { data } = query;
  const say = measures.find(({ value }) => value === measure)?.say ?? digits;
  return (
    <section className="panel" aria-labelledby="taken">
      <div className="panel__head row row--wrap">
        <h2 id="taken">What executions took</h2>
        <span className="push" />
        <Segments label="Days" value={days} choices={spans} onChange={setDays} />
        <Select label="Show" value={measure} choices={[...measures]} onChange={setMeasure} />
        <Select
          label="By"
          value={by}
          choices={takenGroupings.map((value) => ({ value, label: `By ${value}` }))}
          onChange={setBy}
        />
      </div>
      {data === undefined ? (
        <Unread query={query} loading="Loading what was taken" failed="What was taken could not be read" />
      ) : data.days.length === 0 ? (
        <Empty title="Nothing began in these days">
          <p>What executions cost and take stands here, day by day.</p>
        </Empty>
      ) : (
        <>
          <ol
            className="taken"
            aria-label={`${measures.find(({ value }) => value === measure)?.label} by day`}
          >
            {barsOf(data, measure).map(({ day, value, share }) => (
              <li key={day} className="taken__day" title={`${day}: ${say(value)}`}>
                <span className="taken__bar" style={{ height: `${share * 100}%` }} aria-hidden="true" />
                <span className="hidden-visually">
                  {day}: {say(value)}
                </span>
              </li>
            ))}
          </ol>
          <Groups by={by} groups={data.groups} rest={data.rest} sum={data.sum} />
        </>
      )}
    </section>
  );
};

interface GroupsProps {
  by: TakenGrouping;
  groups: readonly TakenGroup[];
  rest: TakenSum | null;
  sum: TakenSum;
}

const Groups = ({ by, groups, rest, sum }: GroupsProps) => (
  <div className="taken__table">
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{titles[by]}</th>
          {measures.map(({ value, label }) => (
            <th key={value} scope="col" className="is-number">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <Row key={group.id ?? `${group.model?.backend} ${group.model?.name}`} sum={group.sum}>
            <Whose by={by} group={group} />
          </Row>
        ))}
        {rest === null ? null : <Row sum={rest}>All others</Row>}
        <Row sum={sum}>
          <strong>Together</strong>
        </Row>
      </tbody>
    </table>
  </div>
);

const Row = ({ sum, children }: { sum: TakenSum; children: ReactNode }) => (
  <tr>
    <th scope="row" className="is-fill">
      {children}
    </th>
    {measures.map(({ value, say }) => (
      <td key={value} className="is-number">
        {say(sum[value])}
      </td>
    ))}
  </tr>
);

/** What it is called; of a bot and a project it leads to their executions. */
const Whose = ({ by, group: { id, model, name } }: { by: TakenGrouping; group: TakenGroup }) => {
  const { data: bots = [] } = useInfiniteQuery(botsQuery);
  const projects = useProjects();
  if (model !== null) return `${model.name ?? "Its own choice"}, ${backendNames[model.backend]}`;
  if (id === null) return by === "project" ? "No project" : "None";
  if (by === "account") return name ?? "An account";
  const word = by === "bot" ? bots.find((bot) => bot.id === id)?.content.name : projects.get(id)?.name;
  return (
    <Link to="/executions" search={by === "bot" ? { botId: id } : { projectId: id }} className="link">
      {word ?? `A ${by}`}
    </Link>
  );
};
