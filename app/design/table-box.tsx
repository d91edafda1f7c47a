"use client";

import { formatCount } from "@/components/ui/format";
import { Status } from "@/components/ui/status";
import type { ShapeName } from "@/components/ui/status-shape";
import { Cell, ColumnHead, GroupHead, Row, Table } from "@/components/ui/table";
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

export function TableBox() {
  return (
    <Box title="Table rows: J and K move, Enter opens" flush>
      <Table
        label="Rows in each state"
        widths={["34%", null, "26%"]}
        head={
          <>
            <ColumnHead>State</ColumnHead>
            <ColumnHead>Name</ColumnHead>
            <ColumnHead right outcome="added">
              Records
            </ColumnHead>
          </>
        }
      >
        <GroupHead title="Running" count="4" detail="1,170 records/s" columns={3} />
        {rows.map(({ shape, state, name, records, ...row }) => (
          <Row key={name} onOpen={() => undefined} {...row}>
            <Cell phone="state">
              <Status shape={shape}>{state}</Status>
            </Cell>
            <Cell isRowHead phone="name">
              {name}
            </Cell>
            <Cell right zero={records === 0} phone="detail">
              {formatCount(records)}
            </Cell>
          </Row>
        ))}
      </Table>
    </Box>
  );
}
