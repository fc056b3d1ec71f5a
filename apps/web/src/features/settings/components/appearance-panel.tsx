import { useStored } from "../../../lib/stored.ts";
import { type Theme, themeChoice } from "../../../lib/theme.ts";
import type { Choice } from "../../../ui/choice.tsx";
import { Segments } from "../../../ui/segments.tsx";

const themes: readonly Choice<Theme>[] = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

export const AppearancePanel = () => {
  const stored = useStored(themeChoice);
  const theme = themes.find(({ value }) => value === stored)?.value ?? "system";
  return (
    <section className="panel" aria-labelledby="appearance">
      <div className="panel__head">
        <h2 id="appearance">Appearance</h2>
      </div>
      <div className="panel__body row row--wrap">
        <p className="ink2 setting">Light or dark, as your system has it, unless you choose.</p>
        <span className="push">
          <Segments
            label="Theme"
            value={theme}
            choices={themes}
            onChange={(next) => themeChoice.write(next === "system" ? null : next)}
          />
        </span>
      </div>
    </section>
  );
};
