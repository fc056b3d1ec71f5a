import { Ajv2020, type Options, type ValidateFunction } from "ajv/dist/2020.js";
import { z } from "zod";
import { AppError, messageOf } from "../../kernel/errors.ts";
import { parseResult } from "./parse-result.ts";

/** A JSON Schema, as somebody wrote it. */
export type ResultSchema = Readonly<Record<string, unknown>>;

/** Formats that a result may be asked for; each is told in a moment, whatever the text. */
const formats = {
  date: z.iso.date(),
  time: z.iso.time(),
  "date-time": z.iso.datetime({ offset: true }),
  email: z.email(),
  uri: z.url(),
  uuid: z.uuid(),
};

/** Patterns are none of it: one that is written badly takes longer than anybody waits, and nothing stops it. */
const leftOut = ["pattern", "patternProperties"];

const options: Options = {
  ...{ allErrors: true, strictTypes: false, strictRequired: false, logger: false },
  // What says how schemas are written has patterns of its own: it is asked apart.
  ...{ meta: false, validateSchema: false },
};

function compile({ $schema, ...schema }: ResultSchema): ValidateFunction {
  const ajv = new Ajv2020(options);
  for (const keyword of leftOut) ajv.removeKeyword(keyword);
  for (const [name, format] of Object.entries(formats))
    ajv.addFormat(name, (text: string) => format.safeParse(text).success);
  return ajv.compile(schema);
}

/** @throws AppError `executions.schema_invalid` */
export function checkResultSchema(schema: ResultSchema): void {
  try {
    const ajv = new Ajv2020({ logger: false });
    const { $schema, ...plain } = schema;
    if (ajv.validateSchema(plain) !== true) throw new Error(ajv.errorsText(ajv.errors, { dataVar: "it" }));
    // One that leads to itself alone is found out as it is used.
    compile(schema)(null);
  } catch (cause) {
    const message = `The schema can't be used: ${messageOf(cause)}`;
    const faults = [{ path: "resultSchema", message }];
    throw new AppError("invalid", "executions.schema_invalid", message, { cause, faults });
  }
}

/** What is wrong with a result, in a sentence; null where it is as the schema says. */
export function faultOfResult(result: string, schema: ResultSchema): string | null {
  const json = parseResult(result);
  if (json === undefined) return "Its result is no JSON";
  try {
    const validate = compile(schema);
    if (validate(json)) return null;
    const faults = (validate.errors ?? []).map(({ instancePath, message = "is wrong" }) =>
      `${instancePath.slice(1).replaceAll("/", ".")} ${message}`.trim(),
    );
    return `Its result is not what the bot demands: ${faults.slice(0, 5).join("; ")}`;
  } catch (error) {
    return `Its result could not be held against the schema: ${messageOf(error)}`;
  }
}

/** What is asked behind a prompt. */
export const askForSchema = (schema: ResultSchema): string =>
  [
    "End with your result as JSON, and nothing else in your last message. It must be valid against this JSON Schema:",
    "```json",
    JSON.stringify(schema, null, 2),
    "```",
  ].join("\n");
