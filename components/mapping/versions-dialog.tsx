"use client";

import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { notify } from "@/components/ui/toaster";
import { useSubmit } from "@/components/use-submit";
import { type MappingPlace, type MappingShown, useMappingCalls } from "./use-mapping";

type VersionsDialogProps = {
  place: MappingPlace;
  mapping: MappingShown;
  mayChange: boolean;
  /** Something is typed and not saved, which bringing a version back discards. */
  isChanged: boolean;
  onBack: () => void;
  onClose: () => void;
};

/** Who saved what when, newest first; an earlier one can be brought back. */
export function VersionsDialog(props: VersionsDialogProps) {
  const { mapping, mayChange, onClose } = props;
  const [chosen, setChosen] = useState<number | null>(null);
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Versions"
      description="Every save is a version of its own. The newest is in force."
    >
      {mapping.versions.length === 0 ? <p className="text-ink-3">Nothing was saved yet.</p> : null}
      <ol aria-label="Versions">
        {mapping.versions.map(({ version, by, at, note }, index) => (
          <li key={version} className="flex items-center gap-3 border-line border-b py-2 last:border-b-0">
            <div className="min-w-0 flex-1">
              <p>
                <span className="font-medium">Version {version}</span>
                <span className="text-ink-3">
                  {" "}
                  · {by?.name ?? "Carelane"} · {at ? <RelativeTime at={at} /> : null}
                </span>
              </p>
              {note ? <p className="text-ink-2 text-xs [overflow-wrap:anywhere]">{note}</p> : null}
            </div>
            {index === 0 ? (
              <span className="text-ink-3 text-xs">In force</span>
            ) : mayChange ? (
              <Button
                size="sm"
                aria-label={`Bring version ${version} back`}
                onClick={() => setChosen(version)}
              >
                Bring back
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
      {chosen === null ? null : (
        <BringBackDialog {...props} version={chosen} onClose={() => setChosen(null)} onDone={onClose} />
      )}
    </Dialog>
  );
}

type BringBackDialogProps = VersionsDialogProps & { version: number; onDone: () => void };

function BringBackDialog({ place, mapping, isChanged, version, ...calls }: BringBackDialogProps) {
  const { rollback } = useMappingCalls(place);
  const form = useSubmit([]);
  const send = async () => {
    const saved = await rollback(version);
    notify({ title: `Version ${version} is back`, detail: `It is in force as version ${saved.version}` });
    calls.onDone();
    calls.onBack();
  };
  return (
    <FormDialog
      title={`Bring version ${version} back?`}
      action="Bring back"
      form={form}
      onSend={send}
      onClose={calls.onClose}
    >
      <p className="text-ink-2">
        It is saved as version {mapping.version + 1}. Records take it up when they are pulled next, or when
        you have them mapped anew.{isChanged ? " What you typed and did not save is discarded." : ""}
      </p>
    </FormDialog>
  );
}
