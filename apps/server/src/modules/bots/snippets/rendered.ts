import type { Template } from "liquidjs";

/** One `render` of a template: of which snippet, and what that is given. */
export interface Rendered {
  name: string;
  given: ReadonlySet<string>;
}

/** Tags that take a text from elsewhere; but for `render`, what they take sees all that the template does. */
const taking: ReadonlySet<string> = new Set(["render", "include", "layout"]);

/** What a template renders, wherever in it; or why that can't be told before it runs. */
export function renderedIn(templates: readonly Template[]): Rendered[] | string {
  const found: Rendered[] = [];
  const left = [...templates];
  for (let template = left.pop(); template !== undefined; template = left.pop()) {
    const tag = "name" in template.token ? String(template.token.name) : "";
    if (taking.has(tag)) {
      const scope = template.partialScope?.();
      if (tag !== "render" || scope === undefined)
        return `"${tag}" takes a snippet by render and its name, as in {% render "tone" %}`;
      const given = [...scope.scope].map((one) => (typeof one === "string" ? one : one[0]));
      found.push({ name: scope.name, given: new Set(given) });
    }
    for (const child of childrenOf(template)) left.push(child);
  }
  return found;
}

/** Those that stand within it; what it renders is looked at by itself. */
function childrenOf(template: Template): readonly Template[] {
  const steps = template.children?.(false, true);
  if (steps === undefined) return [];
  for (let step = steps.next(); ; step = steps.next(step.value)) if (step.done === true) return step.value;
}
