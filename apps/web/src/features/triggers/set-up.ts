import type { Source } from "@signalbox/contract/deliveries";

type Address = Pick<Source, "style" | "url">;

/** As one word for a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Where the secret is not known any more, its place. */
export const secretPlace = "the-secret";

const begin = (secret: string | undefined): string[] => [
  `SECRET=${quoted(secret ?? secretPlace)}`,
  `BODY='{"hello": "world"}'`,
];

const post = (url: string, proof: readonly string[]): string =>
  [
    `curl ${quoted(url)} -H 'content-type: application/json'`,
    ...proof.map((header) => `-H "${header}"`),
    `--data-raw "$BODY"`,
  ].join(" \\\n  ");

const hmac = `$(printf %s "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d' ' -f1)`;
const standardKey = `KEY=$(printf %s "\${SECRET#whsec_}" | base64 -d | od -An -vtx1 | tr -d ' \\n')`;
const standardMac = `SIGNATURE=$(printf %s "$ID.$TIME.$BODY" | openssl dgst -sha256 -mac HMAC -macopt hexkey:$KEY -binary | base64)`;

/** Commands for a shell that deliver something, proved as the source wants it. */
export const deliverByCurl = ({ style, url }: Address, secret?: string): string => {
  const lines = begin(secret);
  const id = `x-delivery-id: $(date +%s%N)`;
  switch (style) {
    case "hmac":
      return [...lines, post(url, [`x-signature-256: sha256=${hmac}`, "x-event: greeting", id])].join("\n");
    case "github":
      return [
        ...lines,
        post(url, [
          `x-hub-signature-256: sha256=${hmac}`,
          "x-github-event: ping",
          "x-github-delivery: $(date +%s%N)",
        ]),
      ].join("\n");
    case "gitlab":
      return [...lines, post(url, ["x-gitlab-token: $SECRET", "x-gitlab-event: Push Hook"])].join("\n");
    case "bearer":
      return [...lines, post(url, ["authorization: Bearer $SECRET", "x-event: greeting", id])].join("\n");
    case "standard":
      return [
        ...[...lines, "ID=msg_$(date +%s%N) TIME=$(date +%s)", standardKey, standardMac],
        post(url, ["webhook-id: $ID", "webhook-timestamp: $TIME", "webhook-signature: v1,$SIGNATURE"]),
      ].join("\n");
  }
};

/** What is to be done where deliveries come from. */
export const steps = ({ style }: Pick<Source, "style">): readonly string[] => {
  switch (style) {
    case "github":
      return [
        "In the repository or the organisation, open Settings, Webhooks, Add webhook.",
        "Payload URL: the address. Content type: application/json. Secret: the secret.",
        "Choose the events that triggers begin on. GitHub sends a ping at once: it stands among the deliveries.",
      ];
    case "gitlab":
      return [
        "In the project or the group, open Settings, Webhooks, Add new webhook.",
        "URL: the address. Secret token: the secret.",
        "Choose what triggers begin on, and send a test: it stands among the deliveries.",
      ];
    case "standard":
      return [
        "Give the sender the address and the secret.",
        "It signs as Standard Webhooks: webhook-id, webhook-timestamp, webhook-signature.",
      ];
    case "hmac":
      return [
        "Post JSON to the address.",
        "X-Signature-256: sha256= and the HMAC-SHA-256 of the body with the secret, in hex.",
        "X-Event says what it is about; X-Delivery-Id keeps one that comes again from counting twice.",
      ];
    case "bearer":
      return [
        "Post JSON to the address.",
        "Authorization: Bearer and the secret.",
        "X-Event says what it is about; X-Delivery-Id keeps one that comes again from counting twice.",
      ];
  }
};
