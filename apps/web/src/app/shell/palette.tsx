import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { AgentLamp, completeAgentsQuery, titleOf, useLiveAgents } from "../../features/agents/index.ts";
import { useProjects } from "../../features/projects/index.ts";
import type { Typed, TypedAhead } from "../../lib/typed-ahead.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";

interface Item {
  value: string;
  label: string;
  note: string;
  mark: ReactNode;
  run: () => void;
}

interface Group {
  value: string;
  items: Item[];
}

interface PaletteProps {
  /** What was typed while it opened. */
  typedAhead: TypedAhead;
  onClose: () => void;
  onKeys: () => void;
}

/** `⌘K`: goes to any page, agent or project by its name. */
export const Palette = ({ typedAhead, onClose, onKeys }: PaletteProps) => {
  const groups = useGroups(onKeys);
  const [{ words, entered }, setTyped] = useState<Typed>({ words: "", entered: false });
  const highlighted = useRef<Item>(undefined);
  const choose = (item: Item) => {
    onClose();
    item.run();
  };
  const enter = useEffectEvent(() => {
    if (highlighted.current !== undefined) choose(highlighted.current);
  });
  // Enter came before the field that it was meant for: by now the list stands as the words narrow it.
  useEffect(() => {
    if (entered) enter();
  }, [entered]);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog palette" aria-label="Search">
          <Autocomplete.Root
            open
            inline
            items={groups}
            value={words}
            onValueChange={(value) => setTyped({ words: value, entered: false })}
            onItemHighlighted={(item: Item | undefined) => {
              highlighted.current = item;
            }}
            autoHighlight="always"
            keepHighlight
            itemToStringValue={(item: Item) => `${item.label} ${item.note}`}
          >
            <div className="palette__in">
              <Icon name="search" className="ink3" />
              <Autocomplete.Input
                aria-label="Search pages, agents and projects"
                placeholder="Pages, agents, projects"
                onFocus={() => {
                  const ahead = typedAhead.take();
                  if (ahead.words !== "" || ahead.entered) setTyped(ahead);
                }}
              />
              <Dialog.Close className="palette__close">
                <span className="hidden-visually">Close, </span>
                <kbd>Esc</kbd>
              </Dialog.Close>
            </div>
            <Autocomplete.Empty>
              <p className="small ink3 palette__empty">Nothing goes by that name.</p>
            </Autocomplete.Empty>
            <Autocomplete.List className="palette__list">
              {(group: Group) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  <Autocomplete.GroupLabel className="palette__group">{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(item: Item) => (
                      <Autocomplete.Item
                        key={item.value}
                        value={item}
                        className="palette__item"
                        onClick={() => choose(item)}
                      >
                        {item.mark}
                        <span className="cut">{item.label}</span>
                        <span className="small ink3 cut">{item.note}</span>
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};

const useGroups = (onKeys: () => void): Group[] => {
  const navigate = useNavigate();
  const projects = useProjects();
  const live = useLiveAgents();
  const { data: complete = [] } = useQuery(completeAgentsQuery);
  const agents = [...new Map([...complete, ...live].map((agent) => [agent.id, agent])).values()];
  const page = (label: string, icon: IconName, run: () => void): Item => ({
    value: `page ${label}`,
    label,
    note: "",
    mark: <Icon name={icon} small className="ink3" />,
    run,
  });
  const groups: Group[] = [
    {
      value: "Agents",
      items: agents.map((agent) => ({
        value: agent.id,
        label: titleOf(agent),
        note: projects.get(agent.projectId ?? "")?.name ?? agent.backend,
        mark: <AgentLamp agent={agent} />,
        run: () => void navigate({ to: "/agents/$agentId", params: { agentId: agent.id } }),
      })),
    },
    {
      value: "Pages",
      items: [
        page("Now", "now", () => void navigate({ to: "/" })),
        page("Board", "now", () => void navigate({ to: "/", search: { view: "board" } })),
        page("By project", "now", () => void navigate({ to: "/", search: { view: "project" } })),
        page("Agents", "agents", () => void navigate({ to: "/agents" })),
        page("Search in what was said", "search", () => void navigate({ to: "/search" })),
        page("Projects", "folder", () => void navigate({ to: "/projects" })),
        page("Bots", "bots", () => void navigate({ to: "/bots" })),
        page("New bot", "bots", () => void navigate({ to: "/bots/new" })),
        page("Bots from repositories", "bots", () => void navigate({ to: "/bots/repositories" })),
        page("Snippets", "bots", () => void navigate({ to: "/bots/snippets" })),
        page("Accounts", "bots", () => void navigate({ to: "/bots/accounts" })),
        page("Programs", "bots", () => void navigate({ to: "/bots/programs" })),
        page("Budgets", "bots", () => void navigate({ to: "/bots/budgets" })),
        page("Prices", "bots", () => void navigate({ to: "/bots/prices" })),
        page("Sources", "deliveries", () => void navigate({ to: "/bots/sources" })),
        page("Deliveries", "deliveries", () => void navigate({ to: "/deliveries" })),
        page("Executions", "executions", () => void navigate({ to: "/executions" })),
        page("Health", "operations", () => void navigate({ to: "/operations/health" })),
        page("Events", "operations", () => void navigate({ to: "/operations/events" })),
        page("Board in the past", "operations", () => void navigate({ to: "/operations/past" })),
        page("Hook health", "operations", () => void navigate({ to: "/operations/hooks" })),
        page("Logs", "operations", () => void navigate({ to: "/operations/logs" })),
        page("Jobs", "operations", () => void navigate({ to: "/operations/jobs" })),
        page("Data", "operations", () => void navigate({ to: "/operations/data" })),
        page("Settings", "settings", () => void navigate({ to: "/settings" })),
        page("Setup guide", "settings", () => void navigate({ to: "/welcome" })),
        page("Keys", "settings", onKeys),
      ],
    },
    {
      value: "Projects",
      items: [...projects.values()].map(({ id, name, path, remote }) => ({
        value: id,
        label: name,
        note: path ?? remote ?? "",
        mark: <Icon name="folder" small className="ink3" />,
        run: () => void navigate({ to: "/projects/$projectId", params: { projectId: id } }),
      })),
    },
  ];
  return groups.filter(({ items }) => items.length > 0);
};
