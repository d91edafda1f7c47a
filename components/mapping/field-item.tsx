import { FoldableItem } from "@/components/ui/foldable-item";
import { OrderButtons } from "@/components/ui/order-buttons";
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
  const { field, entity, problems, notices, isOpen, onToggle, isFirst, isLast, readOnly, draft } = props;
  return (
    <FoldableItem
      line={<FieldLine field={field} />}
      isOpen={isOpen}
      onToggle={onToggle}
      isWrong={problems.length > 0}
      tools={
        readOnly ? null : (
          <OrderButtons
            name={field.localField || "the new field"}
            isFirst={isFirst}
            isLast={isLast}
            onMove={(by) => draft.move(field.id, by)}
            onRemove={() => draft.remove(field.id)}
          />
        )
      }
    >
      <FieldForm
        field={field}
        entity={entity}
        problems={problems}
        notices={notices}
        readOnly={readOnly}
        onChange={draft.change}
      />
    </FoldableItem>
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
    <span className="min-w-0 flex-1 wrap-anywhere">
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
