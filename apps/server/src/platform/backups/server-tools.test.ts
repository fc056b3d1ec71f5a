import { expect, test } from "vitest";
import { connectionOf, databaseArgument } from "./server-tools.ts";

test("PostgreSQL's programs are told of a server what the driver reads in its URL", () => {
  const url = "postgres://ada:p%40ss@[::1]:5433/box?sslmode=verify-full&sslrootcert=/etc/ca.pem";
  expect(connectionOf(url)).toEqual({
    PGHOST: "::1",
    PGPORT: "5433",
    PGUSER: "ada",
    PGPASSWORD: "p@ss",
    PGDATABASE: "box",
    PGSSLMODE: "verify-full",
    PGSSLROOTCERT: "/etc/ca.pem",
  });
  expect(connectionOf("postgres:///box?host=/run/postgresql")).toEqual({
    PGHOST: "/run/postgresql",
    PGDATABASE: "box",
  });
});

test("a user, a password and a port in the query go before those in front of the host", () => {
  const url = "postgres://ada:one@db:5433/box?user=eve&password=p%26ss&port=6000";
  expect(connectionOf(url)).toMatchObject({ PGUSER: "eve", PGPASSWORD: "p&ss", PGPORT: "6000" });
  expect(connectionOf("postgres://%2Frun%2Fpostgresql/box")).toMatchObject({ PGHOST: "/run/postgresql" });
});

test("a name of a database is a name, whatever it holds", () => {
  expect(databaseArgument("postgres://db/it's=a\\b")).toBe("--dbname=dbname='it\\'s=a\\\\b'");
});
