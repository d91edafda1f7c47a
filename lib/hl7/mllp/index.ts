/** HL7 v2 over TCP: frames, a server and a client. What messages mean is others' matter. */
export { MllpClient, type MllpClientOptions } from "./client";
export { dial, endsAtOnce } from "./dial";
export { mllpErrors } from "./errors";
export type { Answered } from "./line";
export type { Peer, TroubleCode } from "./sender";
export {
  type MllpServer,
  type MllpServerOptions,
  type MllpServerTls,
  type Refusal,
  startMllpServer,
} from "./server";
