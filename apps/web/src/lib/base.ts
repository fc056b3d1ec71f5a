/** The path that the page and its API stand under, told by the server that sent the page: `/`, or `/signalbox/`. */
export const basePath = (): string => {
  const told = document.querySelector<HTMLMetaElement>('meta[name="signalbox-base"]')?.content ?? "/";
  return new URL(told, window.location.origin).pathname;
};
