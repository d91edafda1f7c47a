"use client";

import { Fact, Unknown } from "@/components/ui/fact-list";
import { type PractitionerData, practitionerSchema } from "@/lib/records/schema";
import { formatPartialDate } from "../partial-date";
import { type RecordOf, recordOf } from "../record-shapes";
import { SystemNames } from "../row-parts";
import { codesText, statusText } from "../words";
import { choice, nameColumn, textColumn, updatedColumn } from "./columns";
import { CodesFact, FactSection } from "./facts";
import { Identifiers } from "./identifiers";
import { Contact, Names } from "./person-facts";
import type { RecordKind } from "./record-kind";

type PractitionerRecord = RecordOf<"practitioners">;

const npiSystem = "http://hl7.org/fhir/sid/us-npi";

function npiOf({ identifiers }: PractitionerData): string | null {
  return identifiers.find(({ system }) => system === npiSystem)?.value ?? null;
}

/** The first number that is no fax, in use. */
function phoneOf({ telecoms }: PractitionerData): string | null {
  return telecoms.find(({ system, use }) => system === "phone" && use !== "old")?.value ?? null;
}

function PractitionerFacts({ record: { data } }: { record: PractitionerRecord }) {
  return (
    <>
      <FactSection title="Person">
        <CodesFact label="Qualification" codes={data.qualifications} />
        <Fact label="Sex">{data.gender ? statusText(data.gender) : <Unknown />}</Fact>
        {data.dateOfBirth ? <Fact label="Born">{formatPartialDate(data.dateOfBirth)}</Fact> : null}
        {data.active === false ? <Fact label="Record">No longer in use at its source</Fact> : null}
      </FactSection>
      <Names names={data.names} />
      <Identifiers identifiers={data.identifiers} />
      <Contact telecoms={data.telecoms} addresses={data.addresses} />
    </>
  );
}

export const practitionerKind: RecordKind<PractitionerRecord> = {
  entity: "practitioners",
  schema: recordOf(practitionerSchema),
  searchPlaceholder: "Name or NPI",
  columns: [
    nameColumn("Name"),
    textColumn(
      { id: "npi", head: "NPI", width: "132px", phone: "state", className: "font-mono text-xs" },
      ({ data }) => npiOf(data),
    ),
    textColumn({ id: "qualification", head: "Qualification", width: "22%", phone: "detail" }, ({ data }) =>
      codesText(data.qualifications),
    ),
    textColumn({ id: "phone", head: "Phone", width: "152px", className: "tabular-nums" }, ({ data }) =>
      phoneOf(data),
    ),
    { id: "systems", head: "Systems", width: "18%", show: ({ links }) => <SystemNames links={links} /> },
    updatedColumn,
  ],
  choices: [choice("gender", "Sex", "female", "male", "other", "unknown")],
  happenedAt: () => null,
  Outcome: ({ record }) => npiOf(record.data),
  Line: ({ record }) =>
    [npiOf(record.data) && `NPI ${npiOf(record.data)}`, codesText(record.data.qualifications)]
      .filter(Boolean)
      .join(", "),
  Facts: PractitionerFacts,
};
