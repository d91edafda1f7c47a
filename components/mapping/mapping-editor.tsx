"use client";

import { useState } from "react";
import { usePermission } from "@/components/shell/workspace-context";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toaster";
import { useUnsavedGuard } from "@/components/ui/use-unsaved-guard";
import { mappingsOf, type Remarks, remarksByField } from "./draft";
import { EditorBar, type EditorDialog, type EditorView, type EntityChoice } from "./editor-bar";
import { FieldList } from "./field-list";
import { LookupsDialog } from "./lookups-dialog";
import { MappingJson } from "./mapping-json";
import { MappingPreview } from "./mapping-preview";
import { OutdatedRecords } from "./outdated-records";
import { SaveBar } from "./save-bar";
import { type Draft, useDraft } from "./use-draft";
import { type MappingPlace, type MappingShown, useMappingCalls } from "./use-mapping";
import { type Trial, useTrial } from "./use-trial";
import { VersionsDialog } from "./versions-dialog";

type MappingEditorProps = EntityChoice & { mapping: MappingShown; onBeginAnew: () => void };

/** What is said of fields by several, together. */
function together(...sources: readonly Remarks[]): Remarks {
  const ids = new Set(sources.flatMap((source) => [...source.keys()]));
  return new Map([...ids].map((id) => [id, sources.flatMap((source) => source.get(id) ?? [])]));
}

/** The fields of a mapping at the left, what they make of a record at the right; one above the other on a phone. */
export function MappingEditor({ mapping, onBeginAnew, ...choice }: MappingEditorProps) {
  const { integration, entity } = choice;
  const place = { integrationId: integration.id, entity };
  const mayChange = usePermission("integrations:write");
  const draft = useDraft(place, mapping);
  const trial = useTrial(place, draft.fields);
  const editing = { draft, place, mapping, mayChange, onBeginAnew };
  const guard = useUnsavedGuard(draft.isChanged);
  const [view, setView] = useState<EditorView>("fields");
  const [dialog, setDialog] = useState<EditorDialog | null>(null);
  const save = () =>
    draft.submit(({ version }) => {
      notify({ title: `Version ${version} is saved` });
      onBeginAnew();
    });
  return (
    <>
      <EditorBar
        {...choice}
        onChoose={(chosen) => guard.ask(() => choice.onChoose(chosen))}
        view={view}
        onView={setView}
        version={mapping.version}
        onOpen={setDialog}
      />
      <OutdatedRecords place={place} connector={integration.provider} />
      <div className="flex min-h-0 flex-1 max-lg:block max-lg:overflow-auto">
        <FieldPane {...editing} view={view} trial={trial} />
        <MappingPreview integration={integration} entity={entity} trial={trial} />
      </div>
      {mayChange ? <SaveBar draft={draft} version={mapping.version} onSave={save} /> : null}
      <EditorDialogs {...editing} dialog={dialog} onClose={() => setDialog(null)} />
      {guard.question}
    </>
  );
}

type FieldPaneProps = EditingProps & { view: EditorView; trial: Trial };

/** What is typed, as forms or as JSON, with what is wrong with it. */
function FieldPane({ view, trial, mapping, ...noticed }: FieldPaneProps) {
  const { draft, place, mayChange } = noticed;
  // The trial is newer than what was refused when the fields were sent.
  const problems = together(draft.gaps, trial.mayPreview ? trial.remarks : draft.refused);
  const notices = draft.isChanged ? new Map() : remarksByField(mapping.notices, draft.fields);
  return (
    <section
      aria-label="Field mappings"
      className="min-h-0 min-w-0 flex-1 overflow-auto p-4.5 max-lg:overflow-visible max-sm:p-3.5"
    >
      <EditorNotices {...noticed} />
      {view === "json" ? (
        <MappingJson mappings={mappingsOf(draft.fields)} readOnly={!mayChange} onChange={draft.replace} />
      ) : (
        <FieldList
          draft={draft}
          entity={place.entity}
          problems={problems}
          notices={notices}
          readOnly={!mayChange}
        />
      )}
    </section>
  );
}

type EditingProps = EditorNoticesProps & { mapping: MappingShown };

type EditorDialogsProps = EditingProps & { dialog: EditorDialog | null; onClose: () => void };

function EditorDialogs({
  dialog,
  draft,
  place,
  mapping,
  mayChange,
  onBeginAnew,
  onClose,
}: EditorDialogsProps) {
  if (dialog === "lookups") return <LookupsDialog readOnly={!mayChange} onClose={onClose} />;
  if (dialog !== "versions") return null;
  return (
    <VersionsDialog
      place={place}
      mapping={mapping}
      mayChange={mayChange}
      isChanged={draft.isChanged}
      onBack={onBeginAnew}
      onClose={onClose}
    />
  );
}

type EditorNoticesProps = {
  draft: Draft;
  mayChange: boolean;
  place: MappingPlace;
  onBeginAnew: () => void;
};

/** What stands above the fields: who may not change them, and why they were not saved. */
function EditorNotices({ draft, mayChange, place, onBeginAnew }: EditorNoticesProps) {
  const complaint = draft.hasGaps ? "Some fields are not filled in." : draft.complaint;
  const notice = !mayChange ? (
    <Banner tone="run">Changing it needs the right to manage integrations.</Banner>
  ) : draft.isOutdated ? (
    <OutdatedNotice place={place} onBeginAnew={onBeginAnew} />
  ) : complaint === null ? null : (
    <Banner tone="bad" title="It was not saved">
      {complaint}
    </Banner>
  );
  return notice ? <div className="mb-3">{notice}</div> : null;
}

function OutdatedNotice({ place, onBeginAnew }: Pick<EditorNoticesProps, "place" | "onBeginAnew">) {
  const { readAgain } = useMappingCalls(place);
  const takeOver = async () => {
    await readAgain();
    onBeginAnew();
  };
  return (
    <Banner
      tone="warn"
      title="Somebody else saved this mapping meanwhile"
      action={
        <Button size="sm" onClick={() => void takeOver()}>
          Show theirs
        </Button>
      }
    >
      Nothing of yours was saved. Showing theirs discards what you typed; to keep it, copy it as JSON first.
    </Banner>
  );
}
