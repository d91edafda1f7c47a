import { Fact } from "@/components/ui/fact-list";
import { nameInLists, type PatientData } from "@/lib/records/schema";
import { addressLines } from "../patient-words";
import { statusText } from "../words";
import { Aside, isPast } from "./entry-parts";
import { FactSection } from "./facts";

/** Every name of a person, where there is more to tell than the title does. */
export function Names({ names }: Pick<PatientData, "names">) {
  if (names.length < 2 && !names[0]?.prefix.length && !names[0]?.suffix.length) return null;
  return (
    <FactSection title="Names">
      {names.map((name) => (
        <Fact key={JSON.stringify(name)} label={statusText(name.use ?? "name")} past={isPast(name.use)}>
          {[name.prefix.join(" "), nameInLists(name), name.suffix.join(" ")].filter(Boolean).join(" ")}
        </Fact>
      ))}
    </FactSection>
  );
}

/** How a person is reached. */
export function Contact({ telecoms, addresses }: Pick<PatientData, "telecoms" | "addresses">) {
  if (telecoms.length + addresses.length === 0) return null;
  return (
    <FactSection title="Contact">
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
    </FactSection>
  );
}
