"use client";

import { Columns3, Download, Play, Search } from "lucide-react";
import { type RefObject, useRef, useState } from "react";
import { FilterBar, Sheet, SheetBody, SheetHead } from "@/components/shell/sheet";
import { Workspace } from "@/components/shell/workspace";
import { WorkspaceProvider, type WorkspaceSession } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { FilterChip } from "@/components/ui/chip";
import { Input } from "@/components/ui/input";
import { Keys } from "@/components/ui/keys";
import { outcomes } from "@/components/ui/outcomes";
import { type Column, GroupHead, Table, TableFoot } from "@/components/ui/table";
import { SampleJobPanel } from "./sample-job-panel";
import { SampleJobRow } from "./sample-job-row";
import { sampleGroups, sampleJobs } from "./sample-jobs";

const session: WorkspaceSession = {
  user: { id: "user_1", email: "mara.lindqvist@northgate.example", name: "Mara Lindqvist", role: "admin" },
  organization: { id: "org_1", name: "Northgate Dental Lab", timeZone: "America/New_York" },
  permissions: ["sync:read", "records:read", "audit:read", "users:manage", "keys:manage"],
};

const pips = (["failing", "slow", ...Array<"healthy">(11).fill("healthy"), "paused"] as const).map(
  (state, index) => ({
    id: String(index),
    state,
  }),
);

const tabs = [
  { id: "jobs", label: "Jobs", href: "/design/workspace?tab=jobs", count: "94" },
  { id: "webhooks", label: "Webhooks", href: "/design/workspace?tab=webhooks", count: "2", shape: "bad" },
  { id: "conflicts", label: "Conflicts", href: "/design/workspace?tab=conflicts", count: "7", shape: "ask" },
] as const;

const outcomeWidths = {
  added: "70px",
  changed: "74px",
  unchanged: "88px",
  deleted: "70px",
  conflicted: "80px",
} as const;

const columns: readonly Column[] = [
  { id: "state", head: "State", width: "112px", phone: "state" },
  { id: "system", head: "System", width: "214px", phone: "name", names: true },
  { id: "records", head: "Records", width: "158px", phone: "detail" },
  { id: "progress", head: "Progress", phone: "wide" },
  ...outcomes.map(({ key, label }) => ({
    id: key,
    head: label,
    outcome: key,
    width: outcomeWidths[key],
    right: true,
    secondary: key !== "conflicted",
  })),
  { id: "started", head: "Started", width: "64px", right: true, phone: "time" },
  { id: "actions", head: "Actions", headHidden: true, width: "84px" },
];

export function SampleWorkspace() {
  const [openedAt] = useState(() => new Date());
  return (
    <WorkspaceProvider session={session}>
      <Workspace
        live={{ mode: "live", lastHeardAt: openedAt }}
        pips={pips}
        attention={{ "/sync": { shape: "ask", count: 2 } }}
        onSignOut={() => undefined}
      >
        <SampleScreen />
      </Workspace>
    </WorkspaceProvider>
  );
}

function SampleScreen() {
  const filter = useRef<HTMLInputElement>(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const index = sampleJobs.findIndex(({ id }) => id === openId);
  const go = (step: number) => setOpenId(sampleJobs[index + step]?.id ?? openId);
  return (
    <Sheet>
      <SheetHead title="Sync" tabs={tabs} currentTab="jobs" actions={<SampleActions />} />
      <SampleFilters inputRef={filter} />
      <SheetBody>
        <Table label="Sync jobs, those that need a decision first" columns={columns} filterRef={filter}>
          {sampleGroups.map(({ title, count, detail, jobs }) => [
            <GroupHead key={title} title={title} count={count} detail={detail} />,
            ...jobs.map((job) => (
              <SampleJobRow
                key={job.id}
                job={job}
                selected={job.id === openId}
                onOpen={() => setOpenId(job.id)}
              />
            )),
          ])}
        </Table>
      </SheetBody>
      <SampleFoot />
      <SampleJobPanel
        job={sampleJobs[index]}
        onClose={() => setOpenId(null)}
        onNext={() => go(1)}
        onPrevious={() => go(-1)}
      />
    </Sheet>
  );
}

function SampleActions() {
  return (
    <>
      <Button icon={Download} className="max-sm:hidden">
        Export CSV
      </Button>
      <Button variant="primary" icon={Play} keys={["N"]}>
        Start sync
      </Button>
    </>
  );
}

function SampleFilters({ inputRef }: { inputRef: RefObject<HTMLInputElement | null> }) {
  const columnsButton = (
    <Button variant="ghost" size="sm" icon={Columns3} className="max-sm:hidden">
      Columns
    </Button>
  );
  return (
    <FilterBar end={columnsButton}>
      <Input
        ref={inputRef}
        aria-label="Filter jobs"
        placeholder="Filter by system, record, job id"
        icon={Search}
        size="sm"
        soft
        className="sm:max-w-58"
      />
      <FilterChip label="System" className="max-sm:hidden" />
      <FilterChip label="State" className="max-sm:hidden" />
      <FilterChip label="Started" value="today" className="max-sm:hidden" onClear={() => undefined} />
    </FilterBar>
  );
}

function SampleFoot() {
  const keys = (
    <>
      <Keys keys={["J", "K"]} /> move <Keys keys={["enter"]} /> open <Keys keys={["/"]} /> filter
    </>
  );
  return <TableFoot aside={keys}>11 of 94 jobs shown</TableFoot>;
}
