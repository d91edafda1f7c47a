import { Check } from "lucide-react";
import { entityWord } from "@/components/sync/job-words";
import { Banner } from "@/components/ui/banner";
import { Unknown } from "@/components/ui/fact-list";
import type { ConnectorView, SupportedEntityView } from "@/lib/integrations/view";
import { comesIn } from "./connector-words";

/** What the vendor wants before anything works. */
export function ApprovalNote({ connector }: { connector: ConnectorView }) {
  if (!connector.requiresApproval) return null;
  return (
    <Banner tone="run" title="Before you begin">
      {connector.approvalNote ?? `${connector.provider} has to approve the connection.`}
    </Banner>
  );
}

/** What may be done with records there; what a system that cannot be asked tells of is not read. */
function verbsOf({ canBePulled }: ConnectorView) {
  return [canBePulled ? "Read" : "Told", "Create", "Change", "Delete"];
}

function allowed(port: SupportedEntityView): boolean[] {
  const { create, update, delete: deletion } = port.write;
  return [comesIn(port), create, update, deletion];
}

/** What a connector can do with each kind of records, and where it ends. */
export function ConnectorFacts({ connector }: { connector: ConnectorView }) {
  const verbs = verbsOf(connector);
  return (
    <div className="grid gap-4">
      {/* Where the form stands below, it says the same beside each entity. */}
      <table className="w-full max-lg:hidden">
        <caption className="mb-1 text-left font-semibold text-xs">What {connector.name} allows</caption>
        <thead>
          <tr className="text-2xs text-ink-3">
            <th scope="col" className="h-7 border-line border-b text-left font-medium">
              Records
            </th>
            {verbs.map((verb) => (
              <th key={verb} scope="col" className="border-line border-b px-1 text-center font-medium">
                {verb}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {connector.supportedEntities.map((port) => (
            <tr key={port.entity}>
              <th scope="row" className="h-7 border-line border-b text-left font-normal">
                {entityWord(port.entity)}
              </th>
              {allowed(port).map((may, index) => (
                <td key={verbs[index]} className="border-line border-b px-1">
                  <span className="flex justify-center">{may ? <Yes /> : <Unknown>no</Unknown>}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {connector.limitations.length > 0 ? (
        <div>
          <h2 className="mb-1 font-semibold text-xs">Limits</h2>
          <ul className="grid list-disc gap-1 pl-4 text-pretty text-ink-2">
            {connector.limitations.map((limitation) => (
              <li key={limitation}>{limitation}</li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

function Yes() {
  return (
    <>
      <Check className="size-3.5 text-ok-ink" />
      <span className="sr-only">yes</span>
    </>
  );
}
