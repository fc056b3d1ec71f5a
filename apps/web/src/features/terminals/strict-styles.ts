/**
 * The content security policy allows neither style elements nor written style attributes; xterm makes both, by the
 * page's own `document`. While a terminal is open, what it makes does the same by the object model, which the policy
 * leaves to scripts of our own. Nobody else in the page writes styles in these ways.
 */
const plainCreate = Document.prototype.createElement;
const plainSetAttribute = Element.prototype.setAttribute;

function setAttribute(this: HTMLElement, name: string, value: string): void {
  if (name === "style") this.style.cssText = value;
  else plainSetAttribute.call(this, name, value);
}

/** Stands where a style element would, and keeps its rules in a sheet. */
const sheetInPlaceOfStyle = (): HTMLElement => {
  const element = plainCreate.call(document, "span");
  element.hidden = true;
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  Object.defineProperty(element, "textContent", { set: (rules: string) => sheet.replaceSync(rules) });
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    Element.prototype.remove.call(element);
  };
  return element;
};

const createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
  if (name === "style") return sheetInPlaceOfStyle();
  const element = plainCreate.call(document, name, options);
  if (name === "span") element.setAttribute = setAttribute;
  return element;
};

let open = 0;

/** From now on; answers how to end it. */
export const keepStylesStrict = (): (() => void) => {
  open += 1;
  if (open === 1)
    Object.defineProperty(document, "createElement", { configurable: true, value: createElement });
  return () => {
    open -= 1;
    if (open === 0) Reflect.deleteProperty(document, "createElement");
  };
};
