"use client";

import { useId, useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Segments } from "@/components/ui/segments";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toaster";
import { Box } from "./box";

const integrations = [
  { value: "epic", label: "Epic", detail: "Lakeside Medical" },
  { value: "oracle", label: "Oracle Health", detail: "Riverbend" },
] as const;

const directions = [
  { value: "in", label: "In" },
  { value: "out", label: "Out" },
  { value: "both", label: "Both" },
] as const;

const modes = [
  { value: "changes", label: "Changes" },
  { value: "everything", label: "Everything" },
] as const;

const entities = ["Patients", "Observations", "Conditions", "Encounters"] as const;

function RecordChoice() {
  const [chosen, setChosen] = useState<readonly string[]>(["Patients", "Observations"]);
  const toggle = (entity: string) =>
    setChosen(chosen.includes(entity) ? chosen.filter((each) => each !== entity) : [...chosen, entity]);
  return (
    <fieldset>
      <legend className="mb-1.25 font-medium">Records</legend>
      <div className="flex flex-wrap gap-1.25">
        {entities.map((entity) => (
          <Chip key={entity} multiple pressed={chosen.includes(entity)} onClick={() => toggle(entity)}>
            {entity}
          </Chip>
        ))}
      </div>
    </fieldset>
  );
}

function StartSyncForm({ id, onStart }: { id: string; onStart: () => void }) {
  const [integration, setIntegration] = useState<(typeof integrations)[number]["value"]>("epic");
  const [direction, setDirection] = useState<(typeof directions)[number]["value"]>("in");
  const [mode, setMode] = useState<(typeof modes)[number]["value"]>("changes");
  return (
    <form
      id={id}
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onStart();
      }}
    >
      <Field label="Integration">
        <Select options={integrations} value={integration} onChange={setIntegration} />
      </Field>
      <RecordChoice />
      <div className="grid grid-cols-2 gap-3.5">
        <Field label="Direction">
          <Segments options={directions} value={direction} onChange={setDirection} />
        </Field>
        <Field label="Mode">
          <Segments options={modes} value={mode} onChange={setMode} />
        </Field>
      </div>
      <Banner tone="run">
        Epic does not say what changed, so all patients are read and compared. Last time 62,104 in 2 min 6 s.
        Epic takes no changes to patients: nothing is sent back.
      </Banner>
    </form>
  );
}

/** A dialog as it opens, and its content at rest on the board. */
export function StartSyncBox() {
  const [open, setOpen] = useState(false);
  const form = useId();
  const start = () => {
    setOpen(false);
    notify({ title: "Sync started", detail: "Epic, Lakeside Medical. It tells you when it is done" });
  };
  return (
    <Box title="Dialog: start a sync">
      <StartSyncForm id={`${form}-board`} onStart={start} />
      <Button className="mt-3.5" onClick={() => setOpen(true)}>
        Open as dialog
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Start sync"
        footer={
          <>
            <Button variant="ghost" onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button variant="primary" type="submit" form={form} keys={["mod", "enter"]}>
              Start sync
            </Button>
          </>
        }
      >
        <StartSyncForm id={form} onStart={start} />
      </Dialog>
    </Box>
  );
}
