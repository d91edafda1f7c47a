import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, Trash2 } from "lucide-react";
import { useId } from "react";
import { IconButton } from "@/components/ui/button";
import { StatusShape } from "@/components/ui/status-shape";
import type { DraftField, Remark } from "./draft";
import { FieldForm } from "./field-form";
import { stepWords } from "./step-kinds";
import type { Draft } from "./use-draft";

type FieldItemProps = {
  field: DraftField;
  entity: string;
  problems: readonly Remark[];
  notices: readonly Remark[];
  isOpen: boolean;
  onToggle: () => void;
  isFirst: boolean;
  isLast: boolean;
  readOnly: boolean;
  draft: Draft;
};

const arrows = { pull: "←", push: "→", both: "↔" } as const;
const directionNames = { pull: "from", push: "to", both: "with" } as const;

/** One field mapping: a line that says it all, and its form when it is open. */
export function FieldItem(props: FieldItemProps) {
  const { field, entity, problems, notices, isOpen, onToggle, readOnly, draft } = props;
  const form = useId();
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <li className="border-line border-b last:border-b-0">
      <div className="flex items-center gap-1 pr-1.5">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? form : undefined}
          onClick={onToggle}
          className="flex min-h-(--row) min-w-0 flex-1 items-center gap-2 rounded-md px-2.5 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
        >
          <Chevron className="size-3.5 flex-none text-ink-3" />
          <FieldLine field={field} />
          {problems.length > 0 ? <StatusShape shape="bad" /> : null}
          {problems.length > 0 ? <span className="sr-only">Something is wrong in it</span> : null}
        </button>
        {readOnly ? null : <FieldTools {...props} draft={draft} />}
      </div>
      {isOpen ? (
        <div id={form} className="border-line border-t bg-sunken px-3 py-3">
          <FieldForm
            field={field}
            entity={entity}
            problems={problems}
            notices={notices}
            readOnly={readOnly}
            onChange={draft.change}
          />
        </div>
      ) : null}
    </li>
  );
}

/** "gender ← $.gender · normalize_gender · required". */
function FieldLine({
  field: { localField, remoteField, direction, steps, required },
}: {
  field: DraftField;
}) {
  const rest = [...steps.map(stepWords), ...(required ? ["required"] : [])];
  return (
    <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
      <span className="font-medium">{localField || "New field"}</span>{" "}
      <span aria-hidden="true" className="text-ink-3">
        {arrows[direction]}
      </span>
      <span className="sr-only">{directionNames[direction]}</span>{" "}
      <span className="font-mono text-xs">{remoteField || "…"}</span>
      {rest.length > 0 ? <span className="text-ink-3 text-xs"> · {rest.join(" · ")}</span> : null}
    </span>
  );
}

function FieldTools({ field, isFirst, isLast, draft }: FieldItemProps) {
  const name = field.localField || "the new field";
  return (
    <span className="flex flex-none">
      <IconButton
        size="sm"
        icon={ArrowUp}
        label={`Move ${name} up`}
        disabled={isFirst}
        onClick={() => draft.move(field.id, -1)}
      />
      <IconButton
        size="sm"
        icon={ArrowDown}
        label={`Move ${name} down`}
        disabled={isLast}
        onClick={() => draft.move(field.id, 1)}
      />
      <IconButton size="sm" icon={Trash2} label={`Remove ${name}`} onClick={() => draft.remove(field.id)} />
    </span>
  );
}
