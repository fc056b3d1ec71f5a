type Query = Readonly<Record<string, string | undefined>>;

/**
 * How PostgreSQL's programs have to be told to encrypt as the driver does. They mean less by the same words: `require`
 * looks at no certificate, `verify-ca` at no name, and after `prefer` they go on in the clear.
 */
export function encryptionOf(query: Query): Record<string, string | undefined> {
  const mode = modeOf(query);
  // They would look at a certificate because of this alone.
  const { sslrootcert } = mode === "require" && !meansTheirs(query) ? {} : query;
  return {
    PGSSLMODE: mode,
    PGSSLCERT: query.sslcert,
    PGSSLKEY: query.sslkey,
    PGSSLNEGOTIATION: query.sslnegotiation,
    // What Node trusts comes with Node; theirs is the nearest.
    PGSSLROOTCERT: sslrootcert || (mode === "verify-full" ? "system" : undefined),
  };
}

/** The driver's own words, and those that it takes for theirs on demand. */
const loose: Query = { disable: "disable", "no-verify": "require" };
const theirs: Query = { disable: "disable", prefer: "require", require: "require", "verify-ca": "verify-ca" };

const meansTheirs = ({ uselibpqcompat }: Query): boolean => uselibpqcompat === "true";

/** Undefined where the driver does not encrypt, and they may. */
function modeOf(query: Query): string | undefined {
  const { sslmode, sslcert, sslkey, sslrootcert, sslnegotiation, ssl } = query;
  if (sslmode) return (meansTheirs(query) ? theirs : loose)[sslmode] ?? "verify-full";
  if (sslcert || sslkey || sslrootcert) return "verify-full";
  if (ssl === "no-verify") return "require";
  return ssl === "true" || ssl === "1" || sslnegotiation === "direct" ? "verify-full" : undefined;
}
