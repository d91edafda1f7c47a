/** Lines of facts that several kinds of records share. A line of which nothing is known is left out. */
import type { ReactNode } from "react";
import { Fact, FactList } from "@/components/ui/fact-list";
import { PanelSection } from "@/components/ui/side-panel";
import type { Coded, RecordEntity } from "@/lib/records/schema";
import { CodedValue } from "../coded";
import { RecordLink, RecordLinks } from "../record-link";
import type { RecordEnvelope } from "../record-shapes";
import { RecordStatus } from "../record-status";
import { When } from "../when";
import { statusText } from "../words";

type FactSectionProps = { title: string; children: ReactNode };

export function FactSection({ title, children }: FactSectionProps) {
  return (
    <PanelSection title={title}>
      <FactList>{children}</FactList>
    </PanelSection>
  );
}

export function TextFact({ label, text }: { label: string; text: string | null }) {
  if (!text) return null;
  return (
    <Fact label={label}>
      <bdi>{text}</bdi>
    </Fact>
  );
}

/** A plain code whose own letters are words, such as «order» or «entered-in-error». */
export function WordFact({ label, word }: { label: string; word: string | null }) {
  return <TextFact label={label} text={word && statusText(word)} />;
}

export function TimeFact({ label, at }: { label: string; at: string | null }) {
  if (at === null) return null;
  return (
    <Fact label={label}>
      <When at={at} />
    </Fact>
  );
}

export function StatusFact({ label = "Status", status }: { label?: string; status: string | null }) {
  return (
    <Fact label={label}>
      <RecordStatus status={status} />
    </Fact>
  );
}

/** One code or several, each on a line of its own. */
export function CodesFact({ label, codes }: { label: string; codes: readonly (Coded | null)[] }) {
  const known = codes.filter((coded) => coded !== null);
  if (known.length === 0) return null;
  return (
    <Fact label={label}>
      {known.map((coded) => (
        <span key={JSON.stringify(coded)} className="block">
          <CodedValue coded={coded} />
        </span>
      ))}
    </Fact>
  );
}

type Pointing = Pick<RecordEnvelope, "labels"> & { label: string; entity: RecordEntity };

export function LinkFact({ label, id, ...target }: Pointing & { id: string | null }) {
  if (id === null) return null;
  return (
    <Fact label={label}>
      <RecordLink id={id} {...target} />
    </Fact>
  );
}

/** Whom a record is about: told also when nothing is known. */
export function PatientFact({ id, labels }: Pick<RecordEnvelope, "labels"> & { id: string | null }) {
  return (
    <Fact label="Patient">
      <RecordLink entity="patients" id={id} labels={labels} />
    </Fact>
  );
}

export function LinksFact({ label, ids, ...target }: Pointing & { ids: readonly (string | null)[] }) {
  if (ids.length === 0) return null;
  return (
    <Fact label={label}>
      <RecordLinks ids={ids} {...target} />
    </Fact>
  );
}

type TextSectionProps = { title: string; text: string | null };

/** Free text as it was written. */
export function TextSection({ title, text }: TextSectionProps) {
  if (!text) return null;
  return (
    <PanelSection title={title}>
      <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
        {text}
      </p>
    </PanelSection>
  );
}
