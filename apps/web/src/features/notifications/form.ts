import type { ChannelKind } from "@signalbox/contract/notification-channels";
import type { AddressInput, FormKind, NewChannelInput } from "./queries.ts";

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

export const isFormKind = (kind: ChannelKind): kind is FormKind => kind !== "web_push" && kind !== "desktop";

/** The channel that the form asks for; a field left empty is not said. */
export const inputOf = (kind: FormKind, fields: Fields): NewChannelInput => ({
  ...addressOf(kind, fields),
  name: fields.name,
});

/** Where it leads. */
export const addressOf = (kind: FormKind, fields: Fields): AddressInput => {
  const { server, topic, token, url, to, from, host, port, user, password, security } = fields;
  switch (kind) {
    case "ntfy":
      return { kind, server, topic, ...(token === "" ? {} : { token }) };
    case "slack":
    case "webhook":
      return { kind, url };
    case "email":
      return {
        ...{ kind, to, from, host, port: Number(port), security },
        ...(user === "" ? {} : { login: { user, password } }),
      };
  }
};
