import type { EventDefinition } from "@signalbox/contract/event";
import { eventCatalogue } from "@signalbox/contract/event-catalogue";
import { z } from "zod";

const head = `# Events

<!-- Written by \`node scripts/write-event-catalogue.ts\` from the contract. -->

Every fact is one event in the log, written in the transaction that made it true (see adr/0003-event-log.md). An
event travels in an envelope: \`position\` (where it stands in the log, to resume after), \`id\`, \`type\`, \`version\`,
\`at\`, \`actor\`, \`subject\` (kind and id), \`projectId\`, \`agentId\`, \`commandId\`, \`turnId\` (null where there is none),
\`correlationId\` (the request it goes back to), \`causationId\` (what caused it), \`traceparent\` (only where a trace is
recorded) and \`data\`, described below.
`;

/** docs/events.md: every event of the contract, with who makes it, who hears it, and what it carries. */
export const cataloguePage = (): string => {
  const families = Map.groupBy(
    eventCatalogue as readonly EventDefinition[],
    ({ type }) => type.split(".")[0],
  );
  const sections = [...families].map(
    ([family, definitions]) => `\n## ${family}\n${definitions.map(entry).join("")}`,
  );
  return head + sections.join("");
};

const entry = ({ type, version, summary, producer, consumers, data }: EventDefinition): string => `
### \`${type}\`

${summary}. Version ${version}; from ${producer}, to ${consumers.join(", ") || "nobody yet"}.

| data | |
|---|---|
${dataRows(z.toJSONSchema(data)).join("\n")}
`;

type JsonSchema = z.core.JSONSchema.BaseSchema;

const dataRows = (schema: JsonSchema): string[] => {
  const definitions = schema.$defs ?? {};

  /** A value's shape in words. */
  const describe = (part: JsonSchema | boolean | undefined): string => {
    if (typeof part !== "object") return "anything";
    if (part.$ref !== undefined) return describe(definitions[part.$ref.replace("#/$defs/", "")]);
    if (part.enum !== undefined) return part.enum.map((word) => `\`${word}\``).join(", ");
    if (part.anyOf !== undefined) return part.anyOf.map(describe).join(" or ");
    if (part.type === "array")
      return `list of ${describe(Array.isArray(part.items) ? undefined : part.items)}`;
    if (part.type === "object")
      return fieldsOf(part)
        .map(([name]) => `\`${name}\``)
        .join(", ");
    return part.format ?? String(part.type ?? "anything");
  };

  return fieldsOf(schema).map(([name, part]) => `| \`${name}\` | ${describe(part)} |`);
};

const fieldsOf = (schema: JsonSchema) => Object.entries(schema.properties ?? {});
