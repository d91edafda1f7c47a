/** Tries the connection to a FHIR vendor step by step, each in words for the person who set it up. */
import { type ConnectorContext, isShown, type SupportedEntity, type TestCheck } from "../../contract";
import { addressStep, ownKeyStep, runSteps, type Step, tokenStep } from "../connection-steps";
import { accessNeeds, searchPages, searchQuery } from "../fhir-r4";
import { addressSteps, type MessageSettings } from "../hl7v2-write";
import { discover } from "../smart-on-fhir";
import { vendorClient } from "../vendor-client";
import type { FhirConnection, FhirSettings, SmartVendor } from "./connection";

/** Nothing has this id: an empty answer proves that the search is allowed. */
const nobody = "carelane-connection-test";

interface Trial<Config extends FhirSettings & MessageSettings> {
  /** For sentences people read. */
  readonly name: string;
  readonly vendor: SmartVendor<Config>;
  readonly ports: readonly SupportedEntity[];
  readonly open: (context: ConnectorContext<Config>) => Promise<FhirConnection>;
  /** Steps of the vendor's own, after the common ones. */
  readonly more?: readonly Step[];
  /** What to do where a step fails. */
  readonly fixes: { readonly address: string; readonly token: string; readonly reading: string };
}

/** Runs the steps until one fails. */
export function testFhirConnection<Config extends FhirSettings & MessageSettings>(
  context: ConnectorContext<Config>,
  { name, vendor, ports, open, more = [], fixes }: Trial<Config>,
): Promise<TestCheck[]> {
  const { config, integrationId, access } = context;
  const signs = !(vendor.secretBy && config.clientSecret);
  const first = ports.filter(isShown).find(({ entity }) => access.some((one) => one.entity === entity));
  const type = first?.remoteEntity ?? "Patient";
  return runSteps([
    addressStep(config.fhirBaseUrl, fixes.address),
    {
      name: "Discovery",
      fix: `${fixes.address} The firewall must let Carelane out to it.`,
      run: async () => {
        await discover(vendorClient(vendor.connectorId, integrationId, vendor.rate), config.fhirBaseUrl);
        return `${name} answers and announces how to sign in.`;
      },
    },
    ...(signs ? [ownKeyStep(context, name)] : []),
    tokenStep(name, async () => (await open(context)).session, accessNeeds(access, ports), fixes.token),
    {
      name: "Reading",
      fix: fixes.reading,
      run: async () => {
        const { server } = await open(context);
        for await (const _page of searchPages(server, searchQuery(type, { _id: nobody }))) break;
        return `${name} answers searches for ${type}.`;
      },
    },
    ...more,
    ...addressSteps(config),
  ]);
}
