import { expect, test } from "vitest";
import { judge } from "./session-commands.ts";

const refused = (text: string) => judge(text).some(({ refusal }) => refusal !== undefined);

test.each([
  "set search_path = other",
  "SET SESSION timezone = 'UTC'",
  "select 1; set role other",
  "/* quietly */ set statement_timeout = 0",
  "reset all",
  "discard all",
  "deallocate all",
  "prepare a as select 1",
  "create temp table t (id int)",
  "create local temporary table t (id int)",
  "select 1 as a into temp t",
  "select pg_advisory_lock(1)",
  "select pg_try_advisory_lock_shared(1)",
  "select pg_advisory_unlock_all()",
  "select set_config('search_path', 'other', false)",
  "copy agents from stdin",
  "copy agents to program 'cat'",
  "declare c cursor with hold for select 1",
  "load 'library'",
])("refuses %s", (text) => {
  expect(refused(text)).toBe(true);
});

test.each([
  "set local search_path = other",
  "set transaction isolation level serializable",
  "set constraints all deferred",
  "update agents set title = 'set role other'",
  "insert into events (data) values ('; discard all; --')",
  'select "reset" from t -- ; reset all',
  "do $body$ begin perform 1; reset all; end $body$",
  "select pg_advisory_xact_lock(1)",
  "select set_config('search_path', 'other', true)",
  "create table temporary_things (id int)",
])("lets %s pass", (text) => {
  expect(refused(text)).toBe(false);
});

test("tells which channel a statement listens on", () => {
  expect(judge("listen News")).toEqual([{ listen: "news" }]);
  expect(judge('begin; LISTEN "News"; unlisten *')).toEqual([{}, { listen: "News" }, { unlisten: "*" }]);
});
