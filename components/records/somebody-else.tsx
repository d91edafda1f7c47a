"use client";

import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { fieldsChanged, type PatientForm, patientFields } from "./patient-form";

type SomebodyElseProps = {
  /** The form as it was opened. */
  base: PatientForm;
  mine: PatientForm;
  theirs: PatientForm;
  /** Goes on with my changes put on top of theirs. */
  onKeepMine: (merged: PatientForm) => void;
  onTakeTheirs: () => void;
};

/** The record changed while it was edited: both sides beside each other, and two ways on. */
export function SomebodyElse({ base, mine, theirs, onKeepMine, onTakeTheirs }: SomebodyElseProps) {
  const myFields = fieldsChanged(base, mine);
  const differing = fieldsChanged(mine, theirs);
  const keepMine = () => {
    const merged = { ...theirs, reason: mine.reason };
    for (const name of myFields) merged[name] = mine[name];
    onKeepMine(merged);
  };
  return (
    <Banner tone="ask" title="Somebody changed this record">
      <p>Nothing of yours is saved yet. Choose with which values to go on.</p>
      <table className="my-2 w-full table-fixed text-left">
        <thead className="text-2xs">
          <tr>
            <th scope="col" className="w-24 font-medium">
              <span className="sr-only">Field</span>
            </th>
            <th scope="col" className="font-medium">
              Yours
            </th>
            <th scope="col" className="font-medium">
              Now saved
            </th>
          </tr>
        </thead>
        <tbody>
          {differing.map((name) => (
            <tr key={name}>
              <th scope="row" className="pr-2 text-left align-top font-normal">
                {patientFields[name]}
              </th>
              <td className="wrap-anywhere pr-2 align-top font-medium">{mine[name] || "–"}</td>
              <td className="wrap-anywhere align-top font-medium">{theirs[name] || "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={keepMine}>
          Put mine on top
        </Button>
        <Button size="sm" onClick={onTakeTheirs}>
          Reload theirs
        </Button>
      </div>
    </Banner>
  );
}
