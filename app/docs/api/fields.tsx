import { Badge } from "@/components/ui/badge";
import type { FieldView } from "./describe-reference";

function FieldType({ type, schema }: FieldView) {
  const look = "wrap-anywhere font-mono text-2xs";
  if (!schema) return <code className={look}>{type}</code>;
  return (
    <a href={`#schema-${schema}`} className={`${look} text-accent-ink underline underline-offset-2`}>
      {type}
    </a>
  );
}

/** Fields of a body, an answer or a schema: name, type, and what else is to be known. */
export function Fields({ label, fields }: { label: string; fields: readonly FieldView[] }) {
  if (fields.length === 0) return null;
  return (
    <section className="grid gap-1">
      <p className="font-medium text-ink-3 text-xs">{label}</p>
      <dl className="divide-y divide-line rounded-md border border-line">
        {fields.map((field) => (
          <div
            key={field.name}
            className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)] gap-x-3 px-2.5 py-1.5 max-sm:grid-cols-1"
          >
            <dt className="wrap-anywhere flex items-center gap-2 font-mono text-xs">
              {field.name || "body"}
              {field.required ? <Badge>required</Badge> : null}
            </dt>
            <dd className="min-w-0">
              <FieldType {...field} />
              {field.note ? <p className="text-ink-2 text-xs">{field.note}</p> : null}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
