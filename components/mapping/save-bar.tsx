import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import type { Draft } from "./use-draft";

type SaveBarProps = { draft: Draft; version: number; onSave: () => void };

/** What saving means, and the button that does it. */
export function SaveBar({ draft, version, onSave }: SaveBarProps) {
  return (
    <footer className="flex min-h-12 flex-none items-center gap-3 border-line border-t py-1.5 pr-3 pl-4.5 text-ink-3 text-xs max-lg:flex-wrap max-sm:pl-3.5">
      <p className="min-w-0 flex-1 text-pretty max-lg:basis-full">
        {draft.isChanged ? (
          <>
            <span className="font-medium text-ink-2">Not saved yet.</span> Saving makes version {version + 1}.
            Records take it up when they are pulled next, or when you have them mapped anew.
          </>
        ) : (
          "Everything is saved."
        )}
      </p>
      <Input
        aria-label="Note on the change (optional)"
        placeholder="Why it is changed (optional)"
        maxLength={500}
        value={draft.note}
        onChange={(event) => draft.setNote(event.target.value)}
        className="max-w-64 text-sm max-lg:flex-1"
      />
      <Button variant="primary" loading={draft.saving} onClick={onSave}>
        Save mapping
      </Button>
    </footer>
  );
}
