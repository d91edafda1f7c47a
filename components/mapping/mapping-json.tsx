"use client";

import { useState } from "react";
import { z } from "zod";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import { type FieldMapping, fieldMappingsSchema } from "@/lib/mapping/schema";
import { type DraftField, draftOf } from "./draft";
import { parsedJson } from "./json-text";

type MappingJsonProps = {
  mappings: readonly FieldMapping[];
  readOnly: boolean;
  onChange: (fields: DraftField[]) => void;
};

function readMappings(text: string): { mappings: FieldMapping[] } | { problem: string } {
  const json = parsedJson(text);
  if (json === null) return { problem: "This is not JSON yet. The fields stay as they were." };
  const read = fieldMappingsSchema.safeParse(json.value);
  if (read.success) return { mappings: read.data };
  const [issue] = read.error.issues;
  const where = issue && issue.path.length > 0 ? ` at ${z.core.toDotPath(issue.path)}` : "";
  return { problem: `This is no list of field mappings${where}. The fields stay as they were.` };
}

/** The whole mapping as text, to copy and to paste. */
export function MappingJson({ mappings, readOnly, onChange }: MappingJsonProps) {
  const [text, setText] = useState(() => JSON.stringify(mappings, null, 2));
  const read = readMappings(text);
  const put = (next: string) => {
    setText(next);
    const understood = readMappings(next);
    if ("mappings" in understood) onChange(draftOf(understood.mappings));
  };
  return (
    <Field
      label="Field mappings as JSON"
      help="A list, as the API takes and gives it"
      error={"problem" in read ? read.problem : undefined}
    >
      <TextArea
        rows={24}
        readOnly={readOnly}
        value={text}
        onChange={(event) => put(event.target.value)}
        className="min-h-60"
      />
    </Field>
  );
}
