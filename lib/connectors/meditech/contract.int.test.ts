import { openVendorBench } from "../testing/bench";
import { describeConnector } from "../testing/contract";
import { meditech } from ".";

describeConnector("MEDITECH", () =>
  openVendorBench({
    connector: meditech,
    paths: { data: "/bulkdata/", signIn: "/oauth/token" },
    stranger: { clientId: "nobody-knows-this-client" },
  }),
);
