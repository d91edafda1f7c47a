import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { IconButton } from "./button";

export type OrderButtonsProps = {
  /** What they move, as their names say it: "step 2". */
  name: string;
  isFirst: boolean;
  isLast: boolean;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
};

/** Moves one of a list up or down, or takes it out. */
export function OrderButtons({ name, isFirst, isLast, onMove, onRemove }: OrderButtonsProps) {
  return (
    <span className="flex flex-none">
      <IconButton
        size="sm"
        icon={ArrowUp}
        label={`Move ${name} up`}
        disabled={isFirst}
        onClick={() => onMove(-1)}
      />
      <IconButton
        size="sm"
        icon={ArrowDown}
        label={`Move ${name} down`}
        disabled={isLast}
        onClick={() => onMove(1)}
      />
      <IconButton size="sm" icon={Trash2} label={`Remove ${name}`} onClick={onRemove} />
    </span>
  );
}
