import { clsx } from "clsx";
import { StatusShape } from "@/components/ui/status-shape";
import {
  type IntegrationPip,
  type IntegrationState,
  integrationStates,
  pipsLabel,
} from "./integration-states";

const shapes = { failing: "bad", slow: "warn", silent: "silent" } as const;

function Pip({ state }: { state: IntegrationState }) {
  if (state === "healthy" || state === "paused") {
    return (
      <i
        className={clsx(
          "block size-2.25 flex-none rounded-[2px]",
          state === "healthy" ? "bg-ok opacity-85" : "inset-ring-[1.5px] inset-ring-idle",
        )}
      />
    );
  }
  return <StatusShape shape={shapes[state]} className="size-3" />;
}

/** One pip for each integration, problems first and in their shapes. */
export function IntegrationPips({ pips }: { pips: readonly IntegrationPip[] }) {
  if (pips.length === 0) return null;
  const label = pipsLabel(pips);
  const ordered = integrationStates.flatMap((state) => pips.filter((pip) => pip.state === state));
  return (
    <div role="img" aria-label={label} title={label} className="mt-2 flex flex-wrap items-center gap-0.75">
      {ordered.map(({ id, state }) => (
        <Pip key={id} state={state} />
      ))}
    </div>
  );
}
