import { ArrowDownLeft, ArrowUpRight } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Tip } from "@/components/ui/tip";
import type { MessageFlag, MessageView } from "@/lib/messages/schema";
import { directionWords, flagWords } from "./message-words";

const arrows = { in: ArrowDownLeft, out: ArrowUpRight } as const;

/** Whether a message came or went. */
export function DirectionArrow({ direction }: Pick<MessageView, "direction">) {
  const Arrow = arrows[direction];
  return (
    <>
      <Arrow className="size-3 flex-none text-ink-3" />
      <span className="sr-only">{directionWords[direction]}</span>
    </>
  );
}

/** What is unusual about a message; the tip says what it means. */
export function FlagBadge({ flag }: { flag: MessageFlag }) {
  const { label, means } = flagWords[flag];
  return (
    <Tip text={means}>
      <span className="inline-flex">
        <Badge tone={flag === "edited" ? "idle" : "warn"}>{label}</Badge>
      </span>
    </Tip>
  );
}
