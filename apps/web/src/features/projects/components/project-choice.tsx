import { Choose } from "../../../ui/choose.tsx";
import { useProjects } from "../queries.ts";

interface ProjectChoiceProps {
  value: string;
  /** What stands for none. */
  none: string;
  hint?: string;
  fault: string | undefined;
  onChange: (projectId: string) => void;
}

/** One of the projects that have a folder; an empty value is none. */
export const ProjectChoice = ({ none, ...field }: ProjectChoiceProps) => {
  const projects = [...useProjects().values()].filter(({ path }) => path !== null);
  return (
    <Choose
      {...field}
      label="Project"
      choices={[{ value: "", label: none }, ...projects.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  );
};
