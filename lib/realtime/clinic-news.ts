/**
 * News of records for people who see some clinics only: they hear of the records of their clinics, by the same rows
 * that decide what they may read. One question answers for all of them, and none is asked while nobody listens.
 */
import { z } from "zod";
import { createLogger } from "@/lib/platform/logger";
import { clinicsOfRecords } from "@/lib/records";
import type { News } from "./history";
import type { LiveSocket } from "./live-socket";

const log = createLogger("realtime");

const ofRecord = z.object({ recordId: z.guid() });

function recordIdOf({ message }: News): string | undefined {
  return ofRecord.safeParse(message).data?.recordId;
}

function deliverSeen(
  socket: LiveSocket,
  channel: string,
  news: readonly News[],
  clinics: ReadonlyMap<string, string[]>,
): void {
  const own = new Set(socket.actor.clinicIds);
  for (const item of news) {
    const concerned = clinics.get(recordIdOf(item) ?? "") ?? [];
    if (concerned.some((clinicId) => own.has(clinicId))) socket.deliver(channel, item);
  }
}

export class ClinicNews {
  /** What came first is delivered first. */
  private last = Promise.resolve();

  /** Delivers `news` of an organization's channel to those of `sockets` that follow it, as far as each may see. */
  deliver(channel: string, news: readonly News[], sockets: readonly LiveSocket[]): void {
    const followers = sockets.filter((socket) => socket.follows(channel));
    const [first] = followers;
    const recordIds = news.flatMap((item) => recordIdOf(item) ?? []);
    if (!first || recordIds.length === 0) return;
    const clinicIds = [...new Set(followers.flatMap((socket) => socket.actor.clinicIds ?? []))];
    const { organizationId } = first.actor;
    this.last = this.last.then(async () => {
      try {
        const clinics = await clinicsOfRecords({ organizationId, clinicIds }, recordIds);
        for (const socket of followers) deliverSeen(socket, channel, news, clinics);
      } catch (error) {
        log.warn("Who may see a record could not be looked up", { organizationId, error });
        for (const socket of followers) socket.miss(channel);
      }
    });
  }
}
