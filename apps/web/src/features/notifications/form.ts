import type { FormKind, NewChannelInput } from "./queries.ts";

export const formKinds: readonly FormKind[] = ["ntfy", "slack", "email", "webhook"];

/** What is typed into the form of a new channel, whatever its kind. */
export interface Fields {
  name: string;
  server: string;
  topic: string;
  token: string;
  url: string;
  to: string;
  from: string;
  host: string;
  port: string;
  user: string;
  password: string;
  security: "tls" | "starttls" | "none";
}

export const emptyFields: Fields = {
  ...{ name: "", server: "https://ntfy.sh", topic: "", token: "", url: "", to: "", from: "" },
  ...{ host: "", port: "587", user: "", password: "", security: "starttls" },
};

/** The channel that the form asks for; a field left empty is not said. */
export const inputOf = (kind: FormKind, fields: Fields): NewChannelInput => {
  const { name, server, topic, token, url, to, from, host, port, user, password, security } = fields;
  switch (kind) {
    case "ntfy":
      return { kind, name, server, topic, ...(token === "" ? {} : { token }) };
    case "slack":
    case "webhook":
      return { kind, name, url };
    case "email":
      return {
        ...{ kind, name, to, from, host, port: Number(port), security },
        ...(user === "" ? {} : { login: { user, password } }),
      };
  }
};
