import { describeConnector } from "../testing/contract";
import { openAthenahealthBench } from "./testing/bench";

// Many integrations share this one app; that one keeps its limits is tested beside.
describeConnector("athenahealth", () => openAthenahealthBench({ quotaScale: 100 }));
