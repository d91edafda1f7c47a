import { describeConnector } from "../testing/contract";
import { openEclinicalworksBench } from "./testing/bench";

// Many integrations share this one practice; that one keeps its limit is tested beside.
describeConnector("eClinicalWorks", () => openEclinicalworksBench({ quotaScale: 100 }));
