import type { DataColumn } from "@signalbox/contract/admin";
import { Menu, MenuCheck } from "../../../ui/menu.tsx";

interface ColumnChooserProps {
  columns: readonly DataColumn[];
  shown: readonly string[];
  onChoose: (columns: readonly string[]) => void;
}

/** Which columns a list shows; the last one stays. */
export const ColumnChooser = ({ columns, shown, onChoose }: ColumnChooserProps) => {
  const toggle = (name: string, on: boolean) => {
    const next = on ? [...shown, name] : shown.filter((other) => other !== name);
    if (next.length > 0) onChoose(next);
  };
  return (
    <Menu label="Columns">
      {columns.map(({ name, label }) => (
        <MenuCheck key={name} checked={shown.includes(name)} onChange={(on) => toggle(name, on)}>
          {label}
          <span className="mono ink3 push">{name}</span>
        </MenuCheck>
      ))}
    </Menu>
  );
};
