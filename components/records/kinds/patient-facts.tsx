"use client";

import { Fact, Unknown } from "@/components/ui/fact-list";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { PatientData } from "@/lib/records/schema";
import { formatPartialDate, yearsSince } from "../partial-date";
import { languageText } from "../patient-words";
import type { PatientRecord } from "../record-shapes";
import { statusText } from "../words";
import { FactSection } from "./facts";
import { Identifiers } from "./identifiers";
import { Contact, Names } from "./person-facts";

/** Everything that is known of a patient; what is of the past stands quieter, and says so. */
export function PatientFacts({ record: { data: patient } }: { record: PatientRecord }) {
  return (
    <>
      <Person patient={patient} />
      <Names names={patient.names} />
      <Identifiers identifiers={patient.identifiers} />
      <Contact telecoms={patient.telecoms} addresses={patient.addresses} />
    </>
  );
}

function Person({ patient: { dateOfBirth, gender, deceased, language, active } }: { patient: PatientData }) {
  return (
    <FactSection title="Person">
      <Fact label="Born">
        {dateOfBirth ? <BirthDate date={dateOfBirth} isAlive={!deceased} /> : <Unknown />}
      </Fact>
      <Fact label="Sex">{gender ? statusText(gender) : <Unknown />}</Fact>
      {deceased ? (
        <Fact label="Deceased">{deceased === true ? "Yes" : formatPartialDate(deceased)}</Fact>
      ) : null}
      {language ? <Fact label="Language">{languageText(language)}</Fact> : null}
      {active === false ? <Fact label="Record">No longer in use at its source</Fact> : null}
    </FactSection>
  );
}

/** The age depends on the viewer's day, which the server does not know. */
function BirthDate({ date, isAlive }: { date: string; isAlive: boolean }) {
  const hydrated = useHydrated();
  const years = hydrated && isAlive ? yearsSince(date, new Date()) : null;
  return (
    <>
      {formatPartialDate(date)}
      {years === null ? null : <span className="text-ink-3">, {years} years</span>}
    </>
  );
}
