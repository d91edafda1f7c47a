"use client";

import { lazy, Suspense, useId, useMemo } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { ConnectorView } from "@/lib/integrations/view";
import { fullPresets, presets } from "./schedule-words";
import { ownRhythm, scheduleOf } from "./settings-form";
import type { SettingsFormState } from "./use-settings-form";

/** On demand: it brings the whole reading of cron expressions. */
const NextRuns = lazy(() => import("./next-runs"));

const byHand = "";
const rhythms = [
  { value: byHand, label: "By hand only" },
  ...presets.map(({ cron, label }) => ({ value: cron as string, label, detail: cron as string })),
  { value: ownRhythm, label: "Own schedule", detail: "cron" },
];

const never = "";
const fullRhythms = [
  { value: never, label: "By hand only" },
  ...fullPresets.map(({ cron, label }) => ({ value: cron as string, label, detail: cron as string })),
];

type ScheduleFieldsProps = { connector: ConnectorView; state: SettingsFormState };

/** Whether and when it synchronises by itself. */
export function ScheduleFields({ connector, state }: ScheduleFieldsProps) {
  const { form, change } = state;
  const goesBySchedule = connector.supportedSyncStrategies.some(
    (each) => each === "batch" || each === "polling",
  );
  return (
    <>
      <Switch
        label="Synchronise"
        checked={form.syncEnabled}
        onChange={(event) => change({ syncEnabled: event.target.checked })}
      />
      {connector.supportedSyncStrategies.includes("realtime") ? (
        <RealTimeSwitch connector={connector} state={state} />
      ) : null}
      {goesBySchedule ? (
        <Rhythm state={state} />
      ) : (
        <p className="text-ink-2">{connector.name} is not read by schedule. Syncs are started by hand.</p>
      )}
    </>
  );
}

function RealTimeSwitch({ connector, state: { form, change } }: ScheduleFieldsProps) {
  const helpId = useId();
  return (
    <div className="grid gap-1">
      <Switch
        label="In real time"
        aria-describedby={helpId}
        checked={form.realTime}
        onChange={(event) => change({ realTime: event.target.checked })}
      />
      <p id={helpId} className="text-pretty pl-9 text-ink-3 text-xs">
        {connector.name} tells of changes at once, where it offers subscriptions and can call Carelane. The
        schedule finds what it could not tell.
      </p>
    </div>
  );
}

function Rhythm({ state: { form, change, problemAt } }: { state: SettingsFormState }) {
  const isHydrated = useHydrated();
  const schedule = scheduleOf(form);
  return (
    <>
      <div className="grid grid-cols-2 gap-3.5 max-sm:grid-cols-1">
        <Field label="When">
          <Select options={rhythms} value={form.rhythm} onChange={(rhythm) => change({ rhythm })} />
        </Field>
        {form.rhythm === byHand ? null : (
          <TimeZone
            value={form.timeZone}
            error={problemAt("schedule.timeZone")}
            onChange={(timeZone) => change({ timeZone })}
          />
        )}
      </div>
      {form.rhythm === ownRhythm ? (
        <Field
          label="Cron"
          error={problemAt("schedule.cron")}
          help="Minute, hour, day of the month, month, weekday: 0 */6 * * * is every six hours"
        >
          <Input
            value={form.cron}
            onChange={(event) => change({ cron: event.target.value })}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      ) : null}
      {form.rhythm === byHand ? null : (
        <FullRuns value={form.fullCron} onChange={(fullCron) => change({ fullCron })} />
      )}
      {isHydrated && schedule ? (
        <Suspense>
          <NextRuns schedule={schedule} />
        </Suspense>
      ) : null}
    </>
  );
}

type FullRunsProps = { value: string; onChange: (fullCron: string) => void };

/** A rhythm that is none of the usual ones was set through the API; it stays until another is chosen. */
function FullRuns({ value, onChange }: FullRunsProps) {
  const own =
    value === never || fullPresets.some(({ cron }) => cron === value) ? [] : [{ value, label: value }];
  return (
    <Field
      label="Read everything"
      help="The other runs read what changed and find no deletions. Many deletions wait for an administrator."
    >
      <Select options={[...fullRhythms, ...own]} value={value} onChange={onChange} />
    </Field>
  );
}

type TimeZoneProps = { value: string; error?: string; onChange: (timeZone: string) => void };

function TimeZone({ value, error, onChange }: TimeZoneProps) {
  const options = useMemo(() => {
    const names = new Set([value, "UTC", ...Intl.supportedValuesOf("timeZone")]);
    return [...names].map((name) => ({ value: name, label: name.replaceAll("_", " ") }));
  }, [value]);
  return (
    <Field label="Time zone" error={error}>
      <Select options={options} value={value} onChange={onChange} />
    </Field>
  );
}
