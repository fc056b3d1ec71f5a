import { useMutation } from "@tanstack/react-query";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { type Format, fileAddress } from "../queries.ts";
import type { View } from "../search.ts";

const formats: readonly [Format, string][] = [
  ["csv", "CSV"],
  ["json", "JSON"],
  ["ndjson", "JSON, a row a line"],
];

/** A file with all that the view finds, which the browser writes as it comes. */
export const ExportMenu = ({ table, view }: { table: string; view: View }) => {
  const download = useMutation({
    mutationFn: (format: Format) => fileAddress(table, view, format),
    onSuccess: (address) => {
      window.location.assign(address);
    },
  });
  return (
    <>
      {download.error === null ? null : (
        <p role="alert" className="small stop">
          {download.error.message}
        </p>
      )}
      <Menu label="Export">
        {formats.map(([format, words]) => (
          <MenuItem key={format} onClick={() => download.mutate(format)}>
            {words}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
};
