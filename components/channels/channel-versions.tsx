"use client";

import { History } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { ListBody } from "@/components/list-body";
import { usePermission } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { EmptyState } from "@/components/ui/states";
import { notify } from "@/components/ui/toaster";
import { useSubmit } from "@/components/use-submit";
import type { Names } from "./channel-words";
import { type Channel, useChannelCalls, useChannelVersions, type Version } from "./use-channels";
import { useNames } from "./use-names";
import { beginningOf, changesBetween } from "./version-changes";

/** Who changed what when, newest first; an earlier version can be brought back. */
export function ChannelVersions({ channel }: { channel: Channel }) {
  const query = useChannelVersions(channel.id, channel.version);
  const versions = query.data?.pages.flatMap(({ data }) => data) ?? [];
  const names = useNames();
  const [chosen, setChosen] = useState<Version | null>(null);
  const [inForce] = versions;
  return (
    <>
      <ListBody
        what="Versions"
        right="read channels"
        query={query}
        empty={
          <EmptyState icon={History} title="No version">
            Every save of the definition is a version of its own.
          </EmptyState>
        }
      >
        <ol aria-label="Versions, newest first" className="mx-auto max-w-180">
          {versions.map((version, index) => (
            <VersionItem
              key={version.version}
              version={version}
              changes={wordsOf(version, versions[index + 1], names)}
              isInForce={version === inForce}
              onBack={() => setChosen(version)}
            />
          ))}
        </ol>
      </ListBody>
      {chosen && inForce ? (
        <RollBack channelId={channel.id} inForce={inForce} version={chosen} onClose={() => setChosen(null)} />
      ) : null}
    </>
  );
}

/** Of the last one that is shown nobody knows what it changed, unless it is the first of all. */
function wordsOf(version: Version, before: Version | undefined, names: Names): string[] {
  if (before) return changesBetween(before, version, names);
  return version.version === 1 ? beginningOf(version, names) : [];
}

type VersionItemProps = {
  version: Version;
  changes: readonly string[];
  isInForce: boolean;
  onBack: () => void;
};

function VersionItem({
  version: { version, by, at, restores },
  changes,
  isInForce,
  onBack,
}: VersionItemProps) {
  const mayChange = usePermission("channels:write");
  return (
    <li className="flex items-start gap-3 border-line border-b px-4.5 py-3 max-sm:px-3.5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">Version {version}</span>
          {restores === null ? null : <Badge tone="outline">brings version {restores} back</Badge>}
          <span className="text-ink-3">
            {by.name} · <RelativeTime at={at} />
          </span>
        </p>
        <ul className="text-ink-2 text-xs/5 wrap-anywhere">
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      </div>
      {isInForce ? (
        <span className="flex-none text-ink-3 text-xs/6">In force</span>
      ) : mayChange ? (
        <Button size="sm" aria-label={`Bring version ${version} back`} onClick={onBack}>
          Bring back
        </Button>
      ) : null}
    </li>
  );
}

type RollBackProps = { channelId: string; inForce: Version; version: Version; onClose: () => void };

function RollBack({ channelId, inForce, version, onClose }: RollBackProps) {
  const { rollback } = useChannelCalls();
  const form = useSubmit([]);
  const changes = changesBetween(inForce, version, useNames());
  const send = async () => {
    const saved = await rollback(channelId, version.version);
    notify({
      title: `Version ${version.version} is back`,
      detail: `It is in force as version ${saved.version}`,
    });
    onClose();
  };
  return (
    <FormDialog
      title={`Bring version ${version.version} back?`}
      description={`It is saved as version ${inForce.version + 1} and in force at once. What waits for destinations that it does not have is still sent.`}
      action="Bring back"
      form={form}
      onSend={send}
      onClose={onClose}
    >
      <ul aria-label="What changes" className="list-disc pl-4.5 text-ink-2 wrap-anywhere">
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </FormDialog>
  );
}
