import { Fact, FactList, Unknown } from "@/components/ui/fact-list";
import { PanelSection } from "@/components/ui/side-panel";
import type { ObservationComponent } from "@/lib/records/schema";
import type { ObservationRecord } from "../record-shapes";
import { When } from "../when";
import { codedText, statusText } from "../words";
import {
  CodesFact,
  FactSection,
  LinksFact,
  PatientFact,
  StatusFact,
  TextFact,
  TextSection,
  TimeFact,
} from "./facts";
import { rangeText, valueText } from "./observation-words";

/** Everything that is known of an observation. */
export function ObservationFacts({ record: { data, labels } }: { record: ObservationRecord }) {
  return (
    <>
      <FactSection title="Finding">
        <Fact label="Value">
          <Value measured={data} />
        </Fact>
        <PatientFact id={data.patientId} labels={labels} />
        <Fact label="Observed">
          <When at={data.effectiveAt} />
        </Fact>
        <TimeFact label="Issued" at={data.issuedAt} />
        <StatusFact status={data.status} />
        <LinksFact label="Performed by" entity="practitioners" ids={data.performerIds} labels={labels} />
        <TextFact label="Category" text={data.category.map(statusText).join(", ")} />
        <CodesFact label="Code" codes={[data.code]} />
      </FactSection>
      {data.components.length > 0 ? (
        <PanelSection title="Parts">
          <FactList>
            {data.components.map((part) => (
              <Fact key={JSON.stringify(part)} label={codedText(part.code)}>
                <Value measured={part} />
              </Fact>
            ))}
          </FactList>
        </PanelSection>
      ) : null}
      <TextSection title="Note" text={data.note} />
    </>
  );
}

type ValueProps = {
  measured: Pick<ObservationComponent, "value" | "unit" | "absentReason" | "referenceRange">;
};

function Value({ measured }: ValueProps) {
  const range = measured.referenceRange && rangeText(measured.referenceRange);
  return (
    <>
      <span className="tabular-nums">{valueText(measured) ?? <Unknown>no value</Unknown>}</span>
      {range ? <span className="block text-ink-3 text-xs">Reference {range}</span> : null}
    </>
  );
}
