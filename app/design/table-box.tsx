"use client";

import { formatCount } from "@/components/ui/format";
import { Row } from "@/components/ui/row";
import { Status } from "@/components/ui/status";
import type { ShapeName } from "@/components/ui/status-shape";
import { Cell, type Column, GroupHead, Table } from "@/components/ui/table";
import { Box } from "./box";

type Example = {
  shape: ShapeName;
  state: string;
  name: string;
  records: number;
  selected?: boolean;
  fresh?: boolean;
};

const rows: readonly Example[] = [
  { shape: "ok", state: "Done", name: "At rest", records: 1_284 },
  { shape: "run", state: "Running", name: "Selected", records: 48_210, selected: true },
  { shape: "bad", state: "Failed", name: "Nothing came", records: 0 },
  { shape: "run", state: "Running", name: "Just arrived", records: 6, fresh: true },
];

const columns: readonly Column[] = [
  { id: "state", head: "State", width: "34%", phone: "state" },
  { id: "name", head: "Name", phone: "name", names: true },
  { id: "records", head: "Records", width: "26%", right: true, outcome: "added", phone: "detail" },
];

export function TableBox() {
  return (
    <Box title="Table rows: J and K move, Enter opens" flush>
      <Table label="Rows in each state" columns={columns}>
        <GroupHead title="Running" count="4" detail="1,170 records/s" />
        {rows.map(({ shape, state, name, records, ...row }) => (
          <Row key={name} onOpen={() => undefined} {...row}>
            <Cell column="state">
              <Status shape={shape}>{state}</Status>
            </Cell>
            <Cell column="name">{name}</Cell>
            <Cell column="records" zero={records === 0}>
              {formatCount(records)}
            </Cell>
          </Row>
        ))}
      </Table>
    </Box>
  );
}
