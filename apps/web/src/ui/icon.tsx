/** Drawings on a 16 px grid with a 1.5 px stroke. */
const drawings = {
  now: "M5.5 14V2.5M5.5 3.5h6.2l1.3 1.75L11.7 7H5.5M3 14h5",
  agents:
    "M3.5 3h9A1.5 1.5 0 0 1 14 4.5v7a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 11.5v-7A1.5 1.5 0 0 1 3.5 3ZM5 6.5 7 8.25 5 10M8.5 10.25H11",
  person: "M8 8.250a2.75 2.75 0 1 0 0-5.500a2.75 2.75 0 0 0 0 5.500M2.750 13.500a5.250 5.250 0 0 1 10.500 0",
  folder:
    "M2 4.5A1.5 1.5 0 0 1 3.5 3h2.6l1.6 1.75h4.8A1.5 1.5 0 0 1 14 6.25v5.25A1.5 1.5 0 0 1 12.5 13h-9A1.5 1.5 0 0 1 2 11.5Z",
  bots: "M4.500 5.500h7A1.5 1.5 0 0 1 13 7v5a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 12V7a1.5 1.5 0 0 1 1.5-1.5ZM8 5.500V3M6.500 2.500h3M6 9v1M10 9v1",
  executions: "M2 4h6M5 8h7M8 12h6",
  deliveries:
    "M2.500 9.500h3.250l1 1.750h2.500l1-1.750h3.250M2.500 9.500v4h11v-4M8 2.500v5.250M5.500 5.500 8 8l2.500-2.500",
  clock: "M2.250 8a5.750 5.750 0 1 0 11.500 0 5.750 5.750 0 1 0-11.500 0M8 4.750V8l2.250 1.500",
  stop: "M4.500 4.500h7v7h-7z",
  settings:
    "M2.5 4.5h6M12 4.5h1.5M2.5 11.5H4M7.5 11.5h6M8.65 4.5a1.6 1.6 0 1 0 3.2 0 1.6 1.6 0 1 0-3.2 0M4.15 11.5a1.6 1.6 0 1 0 3.2 0 1.6 1.6 0 1 0-3.2 0",
  operations:
    "M8 2.5a6 6 0 0 1 5.2 9M2.8 11.5A6 6 0 0 1 8 2.5m0 6.5 2.5-3M7 9.500a1 1 0 1 0 2 0 1 1 0 1 0-2 0",
  live: "M2.5 6.5a8 8 0 0 1 11 0M4.75 9a4.7 4.7 0 0 1 6.5 0M8 11.8v.1",
  offline:
    "M2.5 6.5a8 8 0 0 1 3-1.8M13.5 6.5a8 8 0 0 0-4-2.2M4.75 9a4.7 4.7 0 0 1 2-1.2M8 11.8v.1M3 2.5l10 11",
  search: "M2.75 7a4.25 4.25 0 1 0 8.5 0 4.25 4.25 0 1 0-8.5 0M10.2 10.2l3.3 3.3",
  branch:
    "M3 3.5a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0M3 12.5a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0M10 5.5a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0M4.5 5v6M11.5 7c0 2.5-7 1.5-7 4",
  right: "m6 3.5 4.5 4.5L6 12.5",
  down: "M3.5 6 8 10.5 12.5 6",
  back: "M10 3.5 5.5 8l4.5 4.5",
  first: "M12 3.5 7.5 8l4.5 4.5M4.500 3.500v9",
  last: "M4 3.5 8.500 8 4 12.5M11.500 3.500v9",
  play: "M5 3.5v9l7-4.5Z",
  pause: "M5.500 3.500v9M10.500 3.500v9",
  check: "m3 8.5 3.25 3.25L13 4.75",
  close: "m4 4 8 8M12 4l-8 8",
  copy: "M6 5.5h6.5v8H6zM10 5.5v-3H3.500v8H6",
  terminal: "m3 4 4 4-4 4M8.5 12H13",
  file: "M4 2h5l3.5 3.5V14H4ZM9 2v3.5h3.5",
  refresh: "M13 8a5 5 0 1 1-1.6-3.7M13 2.5v2.75h-2.75",
  subagent: "M3 3v10M3 6c0 3 7 1.5 7 5v2",
  queue: "M3 4h10M3 8h10M3 12h6M11 11l2 1.5-2 1.5",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  out: "M9.500 3H13v3.500M13 3 7.500 8.500M11.500 9.500V13h-8.500V4.500h3.500",
  fold: "M3.500 3h9v10h-9zM6.500 3v10",
  warn: "M8 2.5 14.2 13.5H1.8ZM8 6.5v3M8 11.4v.1",
  down_to_end: "M8 2.500v8.500M4.500 7.500 8 11l3.500-3.500M3.500 13.500h9",
} as const;

export type IconName = keyof typeof drawings;

/** A decoration beside words; the words carry the meaning. */
export const Icon = ({
  name,
  small = false,
  className = "",
}: {
  name: IconName;
  small?: boolean;
  className?: string;
}) => (
  <svg className={`icon ${small ? "icon--small" : ""} ${className}`} viewBox="0 0 16 16" aria-hidden="true">
    <path d={drawings[name]} />
  </svg>
);

/** The mark: a signal in its box. */
export const Mark = ({ size = 20 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
    <rect
      x=".75"
      y=".75"
      width="18.5"
      height="18.5"
      rx="4.25"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    />
    <path d="M6.5 15.5V5" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    <path d="M6.5 5.25h7.25v3H6.5z" fill="var(--stop)" />
  </svg>
);
