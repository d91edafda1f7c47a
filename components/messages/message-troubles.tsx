"use client";

import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { MessageDetail } from "@/lib/messages/schema";
import { useCurrentPlace } from "./current-place";
import { type Place, placeAt } from "./place";

type Segments = Parameters<typeof placeAt>[1];

type MessageTroublesProps = {
  message: Pick<MessageDetail, "errors">;
  /** Of what could be read. */
  segments: Segments;
};

/** Why a message was not processed, with the way to the place in it. */
export function MessageTroubles({ message: { errors }, segments }: MessageTroublesProps) {
  if (errors.length === 0) return null;
  return (
    <div className="grid flex-none gap-2 px-4.5 pt-3 max-sm:px-3.5">
      {errors.map(({ code, title, detail, path }) => {
        const place = path === null ? null : placeAt(path, segments);
        return (
          <Banner
            key={`${code} ${path}`}
            tone="bad"
            title={path === null ? title : `${path}: ${title}`}
            action={place === null ? null : <ShowPlace place={place} path={path ?? ""} />}
          >
            {detail ? <p className="text-ink-2">{detail}</p> : null}
          </Banner>
        );
      })}
    </div>
  );
}

function ShowPlace({ place, path }: { place: Place; path: string }) {
  const current = useCurrentPlace();
  return (
    <Button size="sm" onClick={() => current.choose(place)}>
      Show {path}
    </Button>
  );
}
