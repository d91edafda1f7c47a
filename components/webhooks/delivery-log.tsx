"use client";

import { useState } from "react";
import { deliveryStates } from "@/components/deliveries/delivery-entry";
import { CsvLink } from "@/components/export-link";
import { ShowMore } from "@/components/load-more";
import { ReadFailed } from "@/components/read-failed";
import { ChoiceChip } from "@/components/ui/choice-chip";
import { PanelSection } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { type DeliveryQuery, deliveryQuerySchema, type WebhookView } from "@/lib/webhooks/schema";
import { DeliveryItem } from "./delivery-item";

import { csvPath, useDeliveries } from "./use-webhooks";

const { status: statusSchema, eventType: eventTypeSchema } = deliveryQuerySchema.shape;
const statuses = statusSchema.unwrap().options.map((value) => ({ value, label: deliveryStates[value].word }));
const types = eventTypeSchema.unwrap().options.map((value) => ({ value, label: value }));

/** What was sent to an endpoint and how it went, newest first. */
export function DeliveryLog({ webhook }: { webhook: WebhookView }) {
  const [query, setQuery] = useState<DeliveryQuery>({});
  const narrow = (name: keyof DeliveryQuery) => (value: string | null) =>
    setQuery({ ...query, ...deliveryQuerySchema.parse({ [name]: value ?? undefined }) });
  return (
    <PanelSection title="Deliveries" aside={<CsvLink href={csvPath(webhook.id, query)} />}>
      <div className="mb-2 flex flex-wrap gap-1.5">
        <ChoiceChip
          label="State"
          options={statuses}
          value={query.status ?? null}
          onChange={narrow("status")}
        />
        <ChoiceChip
          label="Event"
          options={types}
          value={query.eventType ?? null}
          onChange={narrow("eventType")}
        />
      </div>
      <Deliveries webhook={webhook} query={query} />
    </PanelSection>
  );
}

function Deliveries({ webhook, query }: { webhook: WebhookView; query: DeliveryQuery }) {
  const list = useDeliveries(webhook.id, query);
  const { data, error, refetch } = list;
  if (!data) {
    return error ? (
      <ReadFailed what="Deliveries" right="read webhooks" error={error} onRetry={refetch} />
    ) : (
      <SkeletonRows count={4} label="Loading deliveries" />
    );
  }
  const deliveries = data.pages.flatMap((page) => page.data);
  if (deliveries.length === 0) return <NoDeliveries isNarrowed={Object.values(query).some(Boolean)} />;
  return (
    <>
      <ul className="-mx-4.5 border-line border-t">
        {deliveries.map((delivery) => (
          <DeliveryItem key={delivery.id} webhook={webhook} delivery={delivery} />
        ))}
      </ul>
      <ShowMore list={list} className="mt-2.5" />
    </>
  );
}

function NoDeliveries({ isNarrowed }: { isNarrowed: boolean }) {
  return (
    <p className="py-2 text-ink-3">
      {isNarrowed
        ? "No delivery passes these filters."
        : "Nothing was sent yet. The next event it hears of appears here, and stays for 30 days."}
    </p>
  );
}
