import { Badge } from "@/components/ui/badge";
import type { OperationView } from "./describe-reference";
import { Fields } from "./fields";

const permissionWords: Readonly<Record<string, string>> = {
  open: "open to anyone",
  "signed-in": "anyone signed in",
};

/** One operation: a line that opens into its parameters, body and answers. */
export function Operation({ operation }: { operation: OperationView }) {
  const { id, method, path, summary, permission, parameters, body, answers } = operation;
  return (
    <details id={id} className="group border-line border-b last:border-b-0">
      <summary className="grid grid-cols-[58px_minmax(0,1fr)_auto] items-baseline gap-x-3 px-3.5 py-2 hover:bg-hover max-sm:grid-cols-[58px_minmax(0,1fr)]">
        <span className="font-medium font-mono text-2xs text-ink-2">{method}</span>
        <span className="min-w-0">
          <code className="wrap-anywhere font-mono text-xs">{path}</code>
          <span className="block text-ink-2">{summary}</span>
        </span>
        <span className="max-sm:col-start-2">
          <Badge tone="outline">{permissionWords[permission] ?? permission}</Badge>
        </span>
      </summary>
      <div className="grid gap-3 bg-sunken px-3.5 pt-1 pb-4">
        <Fields label="Parameters" fields={parameters} />
        <Fields label="Body" fields={body} />
        {answers.map(({ status, description, fields }) =>
          Number(status) < 300 ? (
            <div key={status} className="grid gap-1">
              <h3 className="font-medium text-xs">{`${status} ${description}`}</h3>
              <Fields label="Answer" fields={fields} />
            </div>
          ) : null,
        )}
        <section className="grid gap-1">
          <h3 className="font-medium text-ink-3 text-xs">Refusals, each a Problem</h3>
          <ul className="text-xs">
            {answers
              .filter(({ status }) => Number(status) >= 300)
              .map(({ status, description }) => (
                <li key={status}>{`${status} ${description}`}</li>
              ))}
          </ul>
        </section>
      </div>
    </details>
  );
}
