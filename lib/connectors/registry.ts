/** Every connector there is. To add one: its folder, and its line here. */
import { athenahealth } from "./athenahealth";
import { cerner } from "./cerner";
import type { Connector } from "./contract";
import { eclinicalworks } from "./eclinicalworks";
import { epic } from "./epic";
import { fhirR4 } from "./fhir-r4";
import { hl7v2 } from "./hl7v2";
import { meditech } from "./meditech";
import { nextgen } from "./nextgen";
import { veradigm } from "./veradigm";

export const connectors: readonly Connector[] = [
  epic,
  cerner,
  athenahealth,
  eclinicalworks,
  meditech,
  veradigm,
  nextgen,
  fhirR4,
  hl7v2,
];

/** The connector with this id; undefined when there is none. */
export function connectorById(id: string): Connector | undefined {
  return connectors.find((connector) => connector.id === id);
}

/** The connector people mean by its id, its name or its provider, in any case. */
export function findConnector(providerOrId: string): Connector | undefined {
  const wanted = providerOrId.trim().toLowerCase();
  return connectors.find(({ id, name, provider }) =>
    [id, name, provider].some((word) => word.toLowerCase() === wanted),
  );
}
