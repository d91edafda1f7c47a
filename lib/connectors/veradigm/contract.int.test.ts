import { openVendorBench } from "../testing/bench";
import { describeConnector } from "../testing/contract";
import { veradigm } from ".";

describeConnector("Veradigm", () =>
  openVendorBench({
    connector: veradigm,
    paths: { data: "/BulkData/", signIn: "/connect/token" },
    stranger: { clientId: "nobody-knows-this-client" },
  }),
);
