const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text that is HTML already; only `html` and `join` make it. */
export interface Html {
  readonly html: string;
}

/** A template whose values are escaped unless they are HTML already. */
export const html = (parts: TemplateStringsArray, ...values: readonly (Html | string | number)[]): Html => ({
  html: String.raw(
    { raw: parts },
    ...values.map((value) => (typeof value === "object" ? value.html : escaped(value))),
  ),
});

export const join = (items: readonly Html[], separator = ""): Html => ({
  html: items.map((item) => item.html).join(separator),
});

const escaped = (value: string | number): string =>
  String(value).replace(/[&<>"']/g, (character) => entities[character] ?? character);
