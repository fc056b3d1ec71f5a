import type { AttentionItem } from "@signalbox/contract/attention";
import { isUnseenDialog } from "@signalbox/contract/unseen-dialog";

/** Permissions for the same tool that can be answered here as well, those that ask for the very same first. */
export const alikeOf = (item: AttentionItem, items: readonly AttentionItem[]): AttentionItem[] => {
  const { question } = item;
  const isAlike = (other: AttentionItem) =>
    other.id !== item.id &&
    other.kind === "permission" &&
    other.way !== null &&
    other.question.tool === question.tool &&
    !isUnseenDialog(other.question);
  if (item.kind !== "permission" || item.way === null || isUnseenDialog(question)) return [];
  const found = items.filter(isAlike);
  return [
    ...found.filter((other) => asksTheSame(item, other)),
    ...found.filter((other) => !asksTheSame(item, other)),
  ];
};

/** Whether two permissions are for the very same input. */
export const asksTheSame = ({ question: one }: AttentionItem, { question: other }: AttentionItem): boolean =>
  JSON.stringify(one.input) === JSON.stringify(other.input);
