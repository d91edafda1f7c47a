"use client";

import { Chip } from "@/components/ui/chip";
import type { ShapeName } from "@/components/ui/status-shape";

type StatusChipsProps<Status extends string> = {
  statuses: readonly Status[];
  value: Status;
  words: Readonly<Record<Status, string>>;
  shapes: Readonly<Record<Status, ShapeName>>;
  onChange: (changes: { status: Status | null }) => void;
};

/** Which of them the list shows: those that wait, unless another is pressed. */
export function StatusChips<Status extends string>(props: StatusChipsProps<Status>) {
  const { statuses, value, words, shapes, onChange } = props;
  return statuses.map((status) => (
    <Chip
      key={status}
      pressed={status === value}
      shape={shapes[status]}
      onClick={() => onChange({ status: status === "OPEN" ? null : status })}
    >
      {words[status]}
    </Chip>
  ));
}
