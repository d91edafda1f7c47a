import { Plus, Shuffle } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import type { Remarks } from "./draft";
import { FieldItem } from "./field-item";
import type { Draft } from "./use-draft";

type FieldListProps = {
  draft: Draft;
  entity: string;
  problems: Remarks;
  notices: Remarks;
  readOnly: boolean;
};

/** The field mappings in their order: later ones see what earlier ones wrote. */
export function FieldList({ draft, entity, problems, notices, readOnly }: FieldListProps) {
  const { fields } = draft;
  const add = readOnly ? null : (
    <Button icon={Plus} onClick={draft.add}>
      Add field
    </Button>
  );
  if (fields.length === 0) {
    return (
      <EmptyState icon={Shuffle} title="No field mappings" action={add}>
        The connector alone converts these records. A field mapping changes what a field of theirs becomes
        here.
      </EmptyState>
    );
  }
  return (
    <>
      <ol aria-label="Fields" className="rounded-md border border-line-strong">
        {fields.map((field, index) => (
          <FieldItem
            key={field.id}
            field={field}
            entity={entity}
            problems={problems.get(field.id) ?? []}
            notices={notices.get(field.id) ?? []}
            isOpen={draft.openId === field.id}
            onToggle={() => draft.open(draft.openId === field.id ? null : field.id)}
            isFirst={index === 0}
            isLast={index === fields.length - 1}
            readOnly={readOnly}
            draft={draft}
          />
        ))}
      </ol>
      <div className="mt-3">{add}</div>
    </>
  );
}
