/** Channels as the rest of the product uses them. */
export {
  channelETag,
  createChannel,
  deleteChannel,
  rollbackChannel,
  setChannelStatus,
  updateChannel,
} from "./definition/change-channel";
export { listChannels, listVersions, readChannel } from "./definition/read-channel";
export { dropDeliveries, listDeliveries, retryDeliveries, retryDelivery } from "./deliver/change-deliveries";
export { dismissTaken, listTaken, retryAllTaken, retryTaken } from "./run/taken-messages";
export { testChannel } from "./run/test-channel";
export { takeSentMessage } from "./take-sent";
