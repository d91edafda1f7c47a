import { openVendorBench } from "../testing/bench";
import { describeConnector } from "../testing/contract";
import { eclinicalworks } from ".";

describeConnector("eClinicalWorks", () =>
  openVendorBench(
    {
      connector: eclinicalworks,
      paths: { data: "/$export-poll-location/", signIn: "/oauth/oauth2/token" },
      stranger: { clientId: "nobody-knows-this-client" },
    },
    // Many integrations share this one practice; that one keeps its limit is tested beside.
    { quotaScale: 100 },
  ),
);
