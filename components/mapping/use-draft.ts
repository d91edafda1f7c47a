"use client";

import { useState } from "react";
import { ApiError } from "@/components/api";
import {
  type DraftField,
  draftOf,
  emptyField,
  gapsOf,
  mappingsOf,
  moved,
  type Remarks,
  remarksByField,
  saySame,
} from "./draft";
import { type MappingPlace, type MappingShown, useMappingCalls } from "./use-mapping";

/** What the server refused of what was sent. */
type Refusal = { error: unknown; sent: readonly DraftField[] };

const nothingRemarked: Remarks = new Map();

/** What a refused mapping says of its fields. */
export function remarksOf(error: unknown, sent: readonly DraftField[]): Remarks {
  return error instanceof ApiError ? remarksByField(error.fields, sent) : nothingRemarked;
}

function complaintOf(error: unknown): string {
  return error instanceof ApiError ? error.message : "Something failed on this page. Try again.";
}

/** The list of fields, and what can be done to it; one field at a time is open. */
function useFields(begin: () => DraftField[]) {
  const [fields, setFields] = useState(begin);
  const [openId, setOpenId] = useState<string | null>(null);
  return {
    fields,
    openId,
    open: setOpenId,
    replace: setFields,
    change: (changed: DraftField) =>
      setFields(fields.map((field) => (field.id === changed.id ? changed : field))),
    add: () => {
      const field = emptyField();
      setFields([...fields, field]);
      setOpenId(field.id);
    },
    remove: (id: string) => setFields(fields.filter((field) => field.id !== id)),
    move: (id: string, by: 1 | -1) =>
      setFields(
        moved(
          fields,
          fields.findIndex((field) => field.id === id),
          by,
        ),
      ),
  };
}

/** A mapping while it is edited. `mapping` is what is in force as far as it is known; the draft begins with it. */
export function useDraft(place: MappingPlace, mapping: MappingShown) {
  const { save } = useMappingCalls(place);
  const [beginning] = useState(mapping);
  const list = useFields(() => draftOf(mapping.fieldMappings));
  const [note, setNote] = useState("");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isSent, setSent] = useState(false);
  const [saving, setSaving] = useState(false);
  const { fields } = list;
  const gaps: Remarks = new Map(fields.map((field) => [field.id, gapsOf(field)]));
  const hasGaps = [...gaps.values()].some((remarks) => remarks.length > 0);
  const submit = async (onSaved: (saved: MappingShown) => void) => {
    setSent(true);
    if (saving || hasGaps) return;
    setSaving(true);
    setRefusal(null);
    // A changed lookup table makes a new version of the same fields, which outdates nothing of what is shown.
    const seen = saySame(mapping.fieldMappings, beginning.fieldMappings) ? mapping : beginning;
    try {
      const request = { fieldMappings: mappingsOf(fields), note: note || null, version: seen.version };
      onSaved(await save(request));
    } catch (error) {
      setRefusal({ error, sent: fields });
    } finally {
      setSaving(false);
    }
  };
  return {
    ...list,
    note,
    setNote,
    /** What is not filled in, by field: said once saving was tried. */
    gaps: isSent ? gaps : nothingRemarked,
    hasGaps: isSent && hasGaps,
    refused: refusal ? remarksOf(refusal.error, refusal.sent) : nothingRemarked,
    complaint: refusal ? complaintOf(refusal.error) : null,
    isOutdated: refusal?.error instanceof ApiError && refusal.error.code === "mapping_stale",
    isChanged: !saySame(mappingsOf(fields), beginning.fieldMappings),
    saving,
    submit,
  };
}

export type Draft = ReturnType<typeof useDraft>;
