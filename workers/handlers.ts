/** The one list of job handlers: each declared job has exactly one. */

import { deliverOutputsHandler } from "@/lib/channels/handlers/deliver-outputs";
import { findForgottenChannelsHandler } from "@/lib/channels/handlers/find-forgotten";
import { runChannelHandler } from "@/lib/channels/handlers/run-channel";
import { sweepChannelsHandler } from "@/lib/channels/handlers/sweep-channels";
import { wakeDestinationHandler } from "@/lib/channels/handlers/wake-destination";
import { sweepExportsHandler } from "@/lib/fhir/bulk/handlers/sweep-exports";
import { writeExportHandler } from "@/lib/fhir/bulk/handlers/write-export";
import { restHook } from "@/lib/fhir/subscriptions";
import { findForgottenHandler } from "@/lib/messages/handlers/find-forgotten";
import { findUnansweredHandler } from "@/lib/messages/handlers/find-unanswered";
import { keepPartitionsHandler } from "@/lib/messages/handlers/keep-partitions";
import { replayMessagesHandler } from "@/lib/messages/handlers/replay-messages";
import { sendAnswersHandler } from "@/lib/messages/handlers/send-answers";
import type { JobHandler } from "@/lib/queue";
import { sweepEndedHandler } from "@/lib/queue/handlers/sweep-ended";
import { followNotificationsHandler } from "@/lib/sync/handlers/follow-notifications";
import { forgetSeenHandler } from "@/lib/sync/handlers/forget-seen";
import { processMessagesHandler } from "@/lib/sync/handlers/process-messages";
import { remapRecordsHandler, runSyncJobHandler } from "@/lib/sync/handlers/run-sync-job";
import { startDueSyncsHandler } from "@/lib/sync/handlers/start-due-syncs";
import { sweepSeenHandler } from "@/lib/sync/handlers/sweep-seen";
import { deliverWebhooksHandler } from "@/lib/webhooks/handlers/deliver-webhooks";
import { keepSubscriptionsHandler } from "@/lib/webhooks/handlers/keep-subscriptions";
import { sweepWebhooksHandler } from "@/lib/webhooks/handlers/sweep-webhooks";
import { wakeEndpointHandler } from "@/lib/webhooks/handlers/wake-endpoint";

export const handlers: readonly JobHandler[] = [
  sweepEndedHandler,
  runSyncJobHandler,
  remapRecordsHandler,
  startDueSyncsHandler,
  followNotificationsHandler,
  keepSubscriptionsHandler,
  forgetSeenHandler,
  sweepSeenHandler,
  deliverWebhooksHandler({ fhir: restHook }),
  wakeEndpointHandler,
  sweepWebhooksHandler,
  processMessagesHandler,
  findForgottenHandler,
  findUnansweredHandler,
  replayMessagesHandler,
  sendAnswersHandler,
  keepPartitionsHandler,
  writeExportHandler,
  sweepExportsHandler,
  runChannelHandler,
  deliverOutputsHandler,
  wakeDestinationHandler,
  findForgottenChannelsHandler,
  sweepChannelsHandler,
];
