import { OutcomeChart, type OutcomePoint } from "@/components/ui/outcome-chart";
import { Box } from "./box";

const minuteMs = 60_000;
const start = Date.parse("2026-11-17T14:43:00Z");

/** An invented hour: quiet, one full sync of some minutes, one that has just begun. */
function pointAt(minute: number): OutcomePoint {
  const burst = minute > 16 && minute < 24 ? 60_000 - Math.abs(20 - minute) * 11_000 : 0;
  const latest = minute === 58 ? 48_000 : 0;
  const all = 7_000 + ((minute * 37) % 11) * 320 + burst + latest;
  return {
    at: new Date(start + minute * minuteMs).toISOString(),
    added: Math.round(all * 0.06),
    changed: Math.round(all * 0.1),
    unchanged: Math.round(all * 0.84),
    isCurrent: minute === 59,
  };
}

const points = Array.from({ length: 60 }, (_, minute) => pointAt(minute));

export function ThroughputBox() {
  return (
    <Box title="Chart: records by the minute">
      <div className="h-36">
        <OutcomeChart
          label="Records per minute over the last hour"
          points={points}
          unit="/min"
          tickMinutes={15}
        />
      </div>
    </Box>
  );
}
