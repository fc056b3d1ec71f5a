import { compile, type JSONValue, search } from "@jmespath-community/jmespath";
import { messageOf } from "../../../kernel/errors.ts";
import { triggerErrors } from "../triggers.errors.ts";

/** @throws AppError `triggers.expression_invalid` */
export function checkExpression(expression: string, where: string): void {
  try {
    compile(expression);
  } catch (error) {
    throw triggerErrors.expressionInvalid(where, messageOf(error));
  }
}

/** What a JMESPath expression finds; a fault in the data, such as the length of a number, is told in words. */
export function find(expression: string, data: JSONValue): { found: JSONValue } | { fault: string } {
  try {
    return { found: search(data, expression) };
  } catch (error) {
    return { fault: messageOf(error) };
  }
}

/** As JMESPath has it: nothing, false and what is empty are false. */
export const isTruthy = (value: JSONValue): boolean => {
  if (value === null || value === false || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== "object" || Object.keys(value).length > 0;
};

/** A text stays as it is, and all else is JSON. */
export const asText = (value: JSONValue): string =>
  typeof value === "string" ? value : JSON.stringify(value);
