import { openVendorBench } from "../testing/bench";
import { describeConnector } from "../testing/contract";
import { athenahealth } from ".";

describeConnector("athenahealth", () =>
  openVendorBench(
    {
      connector: athenahealth,
      paths: { data: "/bulk-status/", signIn: "/oauth2/v1/token" },
      stranger: { clientId: "nobody-knows-this-client" },
    },
    // Many integrations share this one app; that one keeps its limits is tested beside.
    { quotaScale: 100 },
  ),
);
