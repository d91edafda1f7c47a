import { describeConnector } from "../testing/contract";
import { openCernerBench } from "./testing/bench";

describeConnector("Oracle Health", openCernerBench);
