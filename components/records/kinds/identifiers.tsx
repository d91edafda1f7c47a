import { Fact } from "@/components/ui/fact-list";
import type { PatientIdentifier } from "@/lib/records/schema";
import { systemName } from "../words";
import { Aside, isPast, wordOfUse } from "./entry-parts";
import { FactSection } from "./facts";

/** The numbers a record is known by elsewhere. */
export function Identifiers({ identifiers }: { identifiers: readonly PatientIdentifier[] }) {
  if (identifiers.length === 0) return null;
  return (
    <FactSection title="Identifiers">
      {identifiers.map((identifier) => (
        <Fact
          key={JSON.stringify(identifier)}
          label={identifier.type === "MR" ? "MRN" : (identifier.type ?? "Number")}
          past={isPast(identifier.use)}
        >
          <code className="font-mono text-xs">{identifier.value ?? "–"}</code>
          <Aside>{[wordOfUse(identifier.use), identifier.system && systemName(identifier.system)]}</Aside>
        </Fact>
      ))}
    </FactSection>
  );
}
