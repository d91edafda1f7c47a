"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SecretInput } from "@/components/ui/secret-input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Box } from "./box";

const schedules = [
  { value: "5", label: "Every 5 min" },
  { value: "30", label: "Every 30 min" },
  { value: "60", label: "Every hour" },
  { value: "night", label: "Every night", detail: "at 02:00" },
] as const;

export function FormsBox() {
  const [schedule, setSchedule] = useState<(typeof schedules)[number]["value"]>("30");
  return (
    <Box title="Forms">
      <div className="grid grid-cols-2 gap-x-3.5 gap-y-3 max-sm:grid-cols-1">
        <Field label="Base address" help="Ends in R4. Ask the site for it">
          <Input defaultValue="https://ehr.lakeside.example/api/FHIR/R4" />
        </Field>
        <Field label="Client secret" help="Stored sealed on 2 Sep. Nobody can read it again">
          <SecretInput keptEnding="9f2c" />
        </Field>
        <Field label="Birth date" error="Month 13 does not exist. Write year-month-day">
          <Input defaultValue="1984-13-17" />
        </Field>
        <Field label="Schedule">
          <Select options={schedules} value={schedule} onChange={setSchedule} />
        </Field>
        <Checkbox label="Tell me when it is done" defaultChecked />
        <Switch label="Delete what the vendor deleted" defaultChecked />
      </div>
    </Box>
  );
}
