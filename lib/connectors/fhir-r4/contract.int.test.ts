import { openVendorBench } from "../testing/bench";
import { describeConnector } from "../testing/contract";
import { fhirR4 } from ".";

describeConnector("Any FHIR R4 server", () =>
  openVendorBench({
    connector: fhirR4,
    paths: { data: "/bulkstatus/", signIn: "/oauth2/token" },
    stranger: { clientId: "nobody-knows-this-client" },
  }),
);
