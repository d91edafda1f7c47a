import { Fact, FactList, Unknown } from "@/components/ui/fact-list";
import { PanelSection } from "@/components/ui/side-panel";
import type { ObservationComponent } from "@/lib/records/schema";
import { codedText, rangeText, statusText, valueText } from "./observation-words";
import { formatPartialDate } from "./partial-date";
import { PatientLink } from "./patient-link";
import type { ObservationRecord } from "./record-shapes";

type ObservationProps = { record: ObservationRecord };

/** Everything that is known of an observation. */
export function ObservationFacts({ record }: ObservationProps) {
  const { data: observation } = record;
  return (
    <>
      <PanelSection title="Finding">
        <Finding record={record} />
      </PanelSection>
      {observation.components.length > 0 ? (
        <PanelSection title="Parts">
          <FactList>
            {observation.components.map((part) => (
              <Fact key={JSON.stringify(part)} label={codedText(part.code)}>
                <Value measured={part} />
              </Fact>
            ))}
          </FactList>
        </PanelSection>
      ) : null}
      {observation.note ? (
        <PanelSection title="Note">
          <p dir="auto" className="whitespace-pre-wrap">
            {observation.note}
          </p>
        </PanelSection>
      ) : null}
    </>
  );
}

function Finding({ record }: ObservationProps) {
  const { data: observation } = record;
  const { code, category, effectiveAt, issuedAt, status } = observation;
  return (
    <FactList>
      <Fact label="Patient">
        <PatientLink record={record} />
      </Fact>
      <Fact label="Value">
        <Value measured={observation} />
      </Fact>
      <Fact label="Observed">{effectiveAt ? formatPartialDate(effectiveAt) : <Unknown />}</Fact>
      {issuedAt ? <Fact label="Issued">{formatPartialDate(issuedAt)}</Fact> : null}
      <Fact label="Status">{statusText(status)}</Fact>
      {category.length > 0 ? <Fact label="Category">{category.map(statusText).join(", ")}</Fact> : null}
      {code.code ? (
        <Fact label="Code">
          <code className="font-mono text-xs">{code.code}</code>
          {code.system ? <span className="block text-ink-3 text-xs">{code.system}</span> : null}
        </Fact>
      ) : null}
    </FactList>
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
