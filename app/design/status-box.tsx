import { Severity, Status } from "@/components/ui/status";
import type { ShapeName } from "@/components/ui/status-shape";
import { Box } from "./box";

const words: readonly (readonly [ShapeName, string])[] = [
  ["ok", "Done, healthy, delivered"],
  ["run", "Running, moving"],
  ["wait", "Waiting, planned"],
  ["ask", "Asks you, conflict"],
  ["warn", "Late soon, slow, partly done"],
  ["retry", "Trying again"],
  ["slowed", "Slowed by a vendor limit"],
  ["bad", "Failed, late, refused"],
  ["paused", "Paused, at a stop"],
  ["off", "Cancelled, offline"],
  ["silent", "No news"],
];

export function StatusBox() {
  return (
    <Box title="Status: shape, colour and word together">
      <ul className="grid grid-cols-2 gap-x-3 gap-y-1.75 max-sm:grid-cols-1">
        {words.map(([shape, word]) => (
          <li key={shape}>
            <Status shape={shape}>{word}</Status>
          </li>
        ))}
      </ul>
      <div className="mt-2.5 flex gap-3.5">
        <Severity level="high" />
        <Severity level="medium" />
        <Severity level="low" />
      </div>
    </Box>
  );
}
