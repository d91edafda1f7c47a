import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segments } from "@/components/ui/segments";
import { Select } from "@/components/ui/select";
import { type DraftField, type Remark, remarkAt } from "./draft";
import { localPaths } from "./local-paths";
import { StepList } from "./step-list";

type FieldFormProps = {
  field: DraftField;
  entity: string;
  problems: readonly Remark[];
  notices: readonly Remark[];
  readOnly: boolean;
  onChange: (field: DraftField) => void;
};

const directions = [
  { value: "pull", label: "In" },
  { value: "push", label: "Out" },
  { value: "both", label: "Both" },
] as const;

type Policy = NonNullable<DraftField["policy"]>;
type Severity = NonNullable<DraftField["severity"]>;

const usual = "usual";

const policies: readonly { value: Policy | typeof usual; label: string }[] = [
  { value: usual, label: "As usual for the field" },
  { value: "source_wins", label: "Theirs wins" },
  { value: "dest_wins", label: "Ours wins" },
  { value: "newest_wins", label: "The newer wins" },
  { value: "merge", label: "Merge lists" },
  { value: "manual", label: "Ask a person" },
];

const severities: readonly { value: Severity | typeof usual; label: string }[] = [
  { value: usual, label: "As usual for the field" },
  { value: "LOW", label: "Low" },
  { value: "MEDIUM", label: "Medium" },
  { value: "HIGH", label: "High" },
];

/** All of one field mapping. */
export function FieldForm({ field, entity, problems, notices, readOnly, onChange }: FieldFormProps) {
  const put = (changes: Partial<DraftField>) => onChange({ ...field, ...changes });
  const whole = remarkAt(problems, "");
  return (
    <fieldset disabled={readOnly} className="grid gap-3.5">
      {whole ? <p className="text-bad-ink text-xs">{whole}</p> : null}
      <Places field={field} entity={entity} problems={problems} put={put} />
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field label="Direction">
          <Segments
            options={directions}
            value={field.direction}
            onChange={(direction) => put({ direction })}
          />
        </Field>
        <Checkbox
          label="Required"
          help="Refused when it is empty, and what was there stays."
          checked={field.required}
          onChange={(event) => put({ required: event.target.checked })}
          className="sm:pt-5"
        />
      </div>
      <StepList
        steps={field.steps}
        problems={problems}
        notices={notices}
        onChange={(steps) => put({ steps })}
      />
      <ConflictRule field={field} put={put} />
    </fieldset>
  );
}

type PartProps = Pick<FieldFormProps, "field"> & { put: (changes: Partial<DraftField>) => void };

/** What happens when both sides changed the field. */
function ConflictRule({ field, put }: PartProps) {
  return (
    <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
      <Field label="When both sides changed it">
        <Select
          options={policies}
          value={field.policy ?? usual}
          onChange={(policy) => put({ policy: policy === usual ? undefined : policy })}
        />
      </Field>
      <Field label="Severity of a conflict">
        <Select
          options={severities}
          value={field.severity ?? usual}
          onChange={(severity) => put({ severity: severity === usual ? undefined : severity })}
        />
      </Field>
    </div>
  );
}

type PlacesProps = PartProps & Pick<FieldFormProps, "entity" | "problems">;

/** The two ends of a field. Ours is chosen from the record's schema, and may be any path within it. */
function Places({ field, entity, problems, put }: PlacesProps) {
  return (
    <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
      <LocalPlace field={field} entity={entity} problems={problems} put={put} />
      <Field
        label="Path there"
        help="JSONPath, such as $.name[0].family"
        error={remarkAt(problems, "remoteField")}
      >
        <Input
          value={field.remoteField}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => put({ remoteField: event.target.value })}
        />
      </Field>
    </div>
  );
}

function LocalPlace({ field, entity, problems, put }: PlacesProps) {
  const list = useId();
  const paths = localPaths(entity);
  const chosen = paths.find(({ path }) => path === field.localField);
  return (
    <>
      <Field
        label="Field here"
        help={chosen ? `Holds: ${chosen.holds}` : "Choose one, or write a path"}
        error={remarkAt(problems, "localField")}
      >
        <Input
          list={list}
          value={field.localField}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => put({ localField: event.target.value })}
        />
      </Field>
      <datalist id={list}>
        {paths.map(({ path, holds }) => (
          <option key={path} value={path}>
            {holds}
          </option>
        ))}
      </datalist>
    </>
  );
}
