"use client";

import { Fact, FactList, Unknown } from "@/components/ui/fact-list";
import { PanelSection } from "@/components/ui/side-panel";
import { useHydrated } from "@/components/ui/use-hydrated";
import { nameInLists, type PatientData } from "@/lib/records/schema";
import { statusText } from "./observation-words";
import { formatPartialDate, yearsSince } from "./partial-date";
import { addressLines, isPast, languageText } from "./patient-words";
import type { PatientRecord } from "./record-shapes";

/** Everything that is known of a patient; what is of the past stands quieter, and says so. */
export function PatientFacts({ record: { data: patient } }: { record: PatientRecord }) {
  return (
    <>
      <Person patient={patient} />
      <Names patient={patient} />
      <Identifiers patient={patient} />
      <Contact patient={patient} />
    </>
  );
}

type PatientProps = { patient: PatientData };

function Person({ patient: { dateOfBirth, gender, deceased, language, active } }: PatientProps) {
  return (
    <PanelSection title="Person">
      <FactList>
        <Fact label="Born">
          {dateOfBirth ? <BirthDate date={dateOfBirth} isAlive={!deceased} /> : <Unknown />}
        </Fact>
        <Fact label="Sex">{gender ? statusText(gender) : <Unknown />}</Fact>
        {deceased ? (
          <Fact label="Deceased">{deceased === true ? "Yes" : formatPartialDate(deceased)}</Fact>
        ) : null}
        {language ? <Fact label="Language">{languageText(language)}</Fact> : null}
        {active === false ? <Fact label="Record">No longer in use at its source</Fact> : null}
      </FactList>
    </PanelSection>
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

/** The words beside an entry: its use, unless that is the plain one. */
function wordOfUse(use: string | null): string | null {
  return use && use !== "official" && use !== "usual" ? use : null;
}

function Names({ patient: { names } }: PatientProps) {
  if (names.length < 2 && !names[0]?.prefix.length && !names[0]?.suffix.length) return null;
  return (
    <PanelSection title="Names">
      <FactList>
        {names.map((name) => (
          <Fact key={JSON.stringify(name)} label={statusText(name.use ?? "name")} past={isPast(name.use)}>
            {[name.prefix.join(" "), nameInLists(name), name.suffix.join(" ")].filter(Boolean).join(" ")}
          </Fact>
        ))}
      </FactList>
    </PanelSection>
  );
}

function Identifiers({ patient: { identifiers } }: PatientProps) {
  if (identifiers.length === 0) return null;
  return (
    <PanelSection title="Identifiers">
      <FactList>
        {identifiers.map((identifier) => (
          <Fact
            key={JSON.stringify(identifier)}
            label={identifier.type === "MR" ? "MRN" : (identifier.type ?? "Number")}
            past={isPast(identifier.use)}
          >
            <code className="font-mono text-xs">{identifier.value ?? "–"}</code>
            <Aside>{[wordOfUse(identifier.use), identifier.system]}</Aside>
          </Fact>
        ))}
      </FactList>
    </PanelSection>
  );
}

function Contact({ patient: { telecoms, addresses } }: PatientProps) {
  if (telecoms.length + addresses.length === 0) return null;
  return (
    <PanelSection title="Contact">
      <FactList>
        {telecoms.map((telecom) => (
          <Fact
            key={JSON.stringify(telecom)}
            label={statusText(telecom.system ?? "other")}
            past={isPast(telecom.use)}
          >
            <span className="tabular-nums">{telecom.value ?? "–"}</span>
            <Aside>{[telecom.use]}</Aside>
          </Fact>
        ))}
        {addresses.map((address) => (
          <Fact key={JSON.stringify(address)} label="Address" past={isPast(address.use)}>
            {addressLines(address).map((line) => (
              <span key={line} className="block">
                {line}
              </span>
            ))}
            <Aside>{[address.use]}</Aside>
          </Fact>
        ))}
      </FactList>
    </PanelSection>
  );
}

function Aside({ children }: { children: readonly (string | null)[] }) {
  const words = children.filter(Boolean).join(", ");
  return words ? <span className="block text-ink-3 text-xs">{words}</span> : null;
}
