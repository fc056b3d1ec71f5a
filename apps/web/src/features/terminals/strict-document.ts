/**
 * The content security policy allows neither style elements nor style attributes that are written out; xterm uses both.
 * What stands in here does the same by the object model, which the policy leaves to scripts of our own.
 */
const plainCreate = Document.prototype.createElement;
const createPlainly = (name: string): HTMLElement => plainCreate.call(document, name);

const sheetInPlaceOfStyle = (): HTMLElement => {
  const element = createPlainly("span");
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

const plainSetAttribute = Element.prototype.setAttribute;

/** Its style attribute is set as a property. */
function setAttribute(this: HTMLElement, name: string, value: string): void {
  if (name === "style") this.style.cssText = value;
  else plainSetAttribute.call(this, name, value);
}

const strictly = (name: string): HTMLElement => {
  if (name === "style") return sheetInPlaceOfStyle();
  const element = createPlainly(name);
  element.setAttribute = setAttribute;
  return element;
};

/** The document, for whoever writes styles into it. */
export const strictDocument = (): Document =>
  new Proxy(document, {
    get(real, property) {
      if (property === "createElement") return strictly;
      const value: unknown = Reflect.get(real, property, real);
      return typeof value === "function" ? value.bind(real) : value;
    },
  });

/** While it opens, xterm also asks the page's own document. */
export const openedStrictly = (open: () => void): void => {
  Object.defineProperty(document, "createElement", { configurable: true, value: strictly });
  try {
    open();
  } finally {
    Reflect.deleteProperty(document, "createElement");
  }
};
