import { describeConnector } from "../testing/contract";
import { openEpicBench } from "./testing/bench";

describeConnector("Epic", openEpicBench);
