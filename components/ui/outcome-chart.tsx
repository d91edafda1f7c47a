"use client";

import { clsx } from "clsx";
import {
  Bar,
  BarChart,
  CartesianGrid,
  Rectangle,
  type RectangleProps,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  type XAxisTickContentProps,
  YAxis,
} from "recharts";
import { axisTicks, timeTicks } from "./axis";
import { formatCount, formatTick, formatTime } from "./format";
import { type OutcomeCounts, outcomes } from "./outcomes";
import { Swatch } from "./table";
import { useHydrated } from "./use-hydrated";

export type OutcomePoint = Partial<OutcomeCounts> & {
  /** Start of the interval, ISO 8601. */
  at: string;
  /** The interval is not over yet: drawn half strong and named "now". */
  isCurrent?: boolean;
};

type OutcomeChartProps = {
  /** What the chart shows, in a sentence. */
  label: string;
  points: readonly OutcomePoint[];
  /** Stands behind the topmost tick: "/min". */
  unit: string;
  /** The time is written below at multiples of this. */
  tickMinutes: number;
};

/** Records per interval, stacked by what happened to them; a table says the same to screen readers. */
export function OutcomeChart(props: OutcomeChartProps) {
  const hydrated = useHydrated();
  return (
    <figure className="relative m-0 h-full min-h-0" aria-label={props.label}>
      {hydrated ? (
        <>
          <div className="absolute inset-0">
            <ResponsiveContainer width="100%" height="100%">
              <Bars {...props} />
            </ResponsiveContainer>
          </div>
          <div className="sr-only">
            <ChartTable {...props} />
          </div>
        </>
      ) : null}
    </figure>
  );
}

function sumOf(point: OutcomePoint): number {
  return outcomes.reduce((sum, { key }) => sum + (point[key] ?? 0), 0);
}

function nameOf({ at, isCurrent }: OutcomePoint): string {
  return isCurrent ? "now" : formatTime(new Date(at));
}

const axis = { axisLine: false, tickLine: false, tickSize: 0 } as const;

const valueAxis = {
  ...axis,
  width: 52,
  tickMargin: 7,
  // Left to itself, the chart drops a step whose neighbour stands close.
  interval: 0,
  tick: { fontSize: 11, fill: "var(--color-ink-3)" },
} as const;

const timeAxis = { ...axis, dataKey: "at", height: 18, interval: 0 } as const;

const stacked = { stackId: "outcomes", isAnimationActive: false } as const;

function Bars({ label, points, unit, tickMinutes }: OutcomeChartProps) {
  const ticks = axisTicks(Math.max(...points.map(sumOf), 1));
  const top = ticks.at(-1) ?? 1;
  const last = points.at(-1)?.at;
  const named = timeTicks(
    points.map(({ at }) => at),
    tickMinutes,
  );
  return (
    <BarChart
      data={[...points]}
      margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
      barCategoryGap="9%"
      aria-label={`${label}. Left and right arrows move through it`}
    >
      <CartesianGrid vertical={false} stroke="var(--color-grid)" />
      <YAxis
        {...valueAxis}
        ticks={ticks}
        domain={[0, top]}
        tickFormatter={(value: number) => `${formatTick(value)}${value === top ? unit : ""}`}
      />
      <XAxis
        {...timeAxis}
        ticks={named}
        tick={({ x, y, payload }: XAxisTickContentProps) => (
          <TimeTick
            x={x}
            y={y}
            point={points.find(({ at }) => at === payload.value)}
            isLast={payload.value === last}
          />
        )}
      />
      <Tooltip isAnimationActive={false} cursor={{ fill: "var(--color-hover)" }} content={ChartTip} />
      {outcomes.map(({ key, token }) => (
        <Bar key={key} {...stacked} dataKey={key} fill={token} shape={OutcomeBar} />
      ))}
    </BarChart>
  );
}

function OutcomeBar({ payload, ...bar }: RectangleProps & { payload?: OutcomePoint }) {
  return <Rectangle {...bar} fillOpacity={payload?.isCurrent ? 0.5 : 1} />;
}

type TimeTickProps = { x: number | string; y: number | string; point?: OutcomePoint; isLast: boolean };

/** The last time ends with the chart, so that it is not cut off. */
function TimeTick({ x, y, point, isLast }: TimeTickProps) {
  if (!point) return null;
  return (
    <text
      x={x}
      y={Number(y) + 13}
      dx={isLast ? 2 : 0}
      textAnchor={isLast ? "end" : "middle"}
      className={clsx("text-2xs tabular-nums", point.isCurrent ? "fill-ink-2 font-medium" : "fill-ink-3")}
    >
      {nameOf(point)}
    </text>
  );
}

type ChartTipProps = { active?: boolean; payload?: readonly { payload?: OutcomePoint }[] };

function ChartTip({ active, payload }: ChartTipProps) {
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <div className="rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs shadow-raised">
      <p className="font-medium">{point.isCurrent ? "Now, not over yet" : nameOf(point)}</p>
      {outcomes.map(({ key, label, fill }) =>
        point[key] ? (
          <p key={key} className="flex items-center justify-between gap-3 text-ink-2 tabular-nums">
            <span>
              <Swatch fill={fill} />
              {label}
            </span>
            {formatCount(point[key])}
          </p>
        ) : null,
      )}
    </div>
  );
}

function ChartTable({ label, points }: OutcomeChartProps) {
  return (
    <table>
      <caption>{label}</caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          {outcomes.map(({ key, label: name }) => (
            <th key={key} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.at}>
            <th scope="row">{nameOf(point)}</th>
            {outcomes.map(({ key }) => (
              <td key={key}>{formatCount(point[key] ?? 0)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
