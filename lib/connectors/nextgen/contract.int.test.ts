import { openVendorBench } from "../testing/bench";
import { describeConnector } from "../testing/contract";
import { nextgen } from ".";

describeConnector(
  "NextGen",
  () =>
    openVendorBench({
      connector: nextgen,
      paths: { data: "/R4/Observation", signIn: "/nge-oauth/token" },
      stranger: { clientId: "nobody-knows-this-client" },
    }),
  { readsFiles: false },
);
