import { ChevronDown, ChevronRight } from "lucide-react";
import { type ReactNode, useId } from "react";
import { StatusShape } from "./status-shape";

type FoldableItemProps = {
  /** What says it all while it is closed. */
  line: ReactNode;
  isOpen: boolean;
  onToggle: () => void;
  /** Whether something in it has to be mended. */
  isWrong: boolean;
  /** Beside the line, such as the buttons that move it. */
  tools?: ReactNode;
  /** What shows when it is open. */
  children: ReactNode;
};

/** One of a list: a line, and below it, when it is open, all of it. */
export function FoldableItem({ line, isOpen, onToggle, isWrong, tools, children }: FoldableItemProps) {
  const id = useId();
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <li className="border-line border-b last:border-b-0">
      <div className="flex items-center gap-1 pr-1.5">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={onToggle}
          className="flex min-h-(--row) min-w-0 flex-1 items-center gap-2 rounded-md px-2.5 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
        >
          <Chevron className="size-3.5 flex-none text-ink-3" />
          {line}
          {isWrong ? <StatusShape shape="bad" /> : null}
          {isWrong ? <span className="sr-only">Something is wrong in it</span> : null}
        </button>
        {tools}
      </div>
      {isOpen ? (
        <div id={id} className="border-line border-t bg-sunken px-3 py-3">
          {children}
        </div>
      ) : null}
    </li>
  );
}
