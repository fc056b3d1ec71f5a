// Runs before anything else of the app.
{
  // A chosen theme must not flash the other one at the first paint.
  const theme = localStorage.getItem("signalbox.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

  // The schema library would try to compile code, which the content security policy refuses and reports.
  globalThis.__zod_globalConfig = { jitless: true };
}
