"use client";

import { Check, Copy } from "lucide-react";
import { useMemo, useState } from "react";
import { ReadFailed } from "@/components/read-failed";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { PanelSection } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { RecordEntity } from "@/lib/records/schema";
import type { RecordLinkDetail } from "@/lib/records/view";
import { formatJson } from "./format-json";
import type { RecordEnvelope } from "./record-shapes";
import { useRawResources } from "./use-records";

type RecordRawProps = { entity: RecordEntity; record: RecordEnvelope };

/** The resources of the systems, as they came. */
export function RecordRaw({ entity, record }: RecordRawProps) {
  const { data, error, refetch } = useRawResources(entity, record.id);
  if (error) {
    return (
      <div className="p-4.5">
        <ReadFailed what="The source" right="see what the systems sent" error={error} onRetry={refetch} />
      </div>
    );
  }
  if (!data) return <SkeletonRows />;
  if (data.data.length === 0) return <PanelSection>No system has sent this record.</PanelSection>;
  return data.data.map((link) => <RawResource key={link.id} link={link} />);
}

function RawResource({ link }: { link: RecordLinkDetail }) {
  const text = useMemo(() => (link.raw === null ? null : formatJson(link.raw)), [link.raw]);
  return (
    <PanelSection
      title={link.integrationName}
      aside={
        link.fetchedAt ? (
          <>
            {link.isOnlyTold ? "as it was told" : "as it came"} <RelativeTime at={link.fetchedAt} />
          </>
        ) : null
      }
    >
      {text === null ? (
        <p className="text-ink-3">Nothing is kept of this system.</p>
      ) : (
        <>
          <section
            aria-label={`Resource of ${link.integrationName}`}
            // What scrolls has to be reached by keyboard.
            tabIndex={0}
            className="max-h-[60vh] overflow-auto rounded-md border border-line bg-sunken p-2.5"
          >
            <pre className="font-mono text-xs/4.5">{text}</pre>
          </section>
          <CopyButton text={text} />
        </>
      )}
    </PanelSection>
  );
}

function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <Button size="sm" icon={copied ? Check : Copy} onClick={copy} className="mt-2">
      {copied ? "Copied" : "Copy"}
    </Button>
  );
}
