"use client";

import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import type { MessageDetail, MessageError } from "@/lib/messages/schema";
import { useCurrentPlace } from "./current-place";
import { isRemark } from "./message-words";
import { type Place, placeAt } from "./place";

type Segments = Parameters<typeof placeAt>[1];

type MessageTroublesProps = {
  message: Pick<MessageDetail, "errors">;
  /** Of what could be read. */
  segments: Segments;
};

/** So many stand at the head of a message before somebody asks for all. */
const shownAtFirst = 2;

/** Why a message was not processed, and what was left as it is, with the way to each place. */
export function MessageTroubles({ message: { errors }, segments }: MessageTroublesProps) {
  const [showsAll, setShowsAll] = useState(false);
  if (errors.length === 0) return null;
  const shown = showsAll ? errors : errors.slice(0, shownAtFirst);
  const hidden = errors.length - shown.length;
  return (
    <div className="grid flex-none gap-2 px-4.5 pt-3 max-sm:px-3.5">
      {shown.map((error) => (
        <Trouble key={`${error.code} ${error.path} ${error.detail}`} error={error} segments={segments} />
      ))}
      {hidden > 0 ? (
        <Button size="sm" variant="ghost" className="justify-self-start" onClick={() => setShowsAll(true)}>
          Show {formatCount(hidden)} more
        </Button>
      ) : null}
    </div>
  );
}

function Trouble({ error, segments }: { error: MessageError; segments: Segments }) {
  const { title, detail, path } = error;
  const place = path === null ? null : placeAt(path, segments);
  return (
    <Banner
      tone={isRemark(error) ? "warn" : "bad"}
      title={path === null ? title : `${path}: ${title}`}
      action={place === null ? null : <ShowPlace place={place} path={path ?? ""} />}
    >
      {detail ? <p className="text-ink-2">{detail}</p> : null}
    </Banner>
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
