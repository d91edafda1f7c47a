/** A data door that tells of what is changed through it. */
import type { DataDoor } from "@/sandbox/framework/vendor";

export interface DataChange {
  kind: "create" | "update" | "delete" | "merge";
  type: string;
  id: string;
  /** The record as it was and as it is, as JSON text. */
  before?: string;
  after?: string;
}

interface Texts {
  text(type: string, id: string): string | undefined;
}

export function watchedDoor(door: DataDoor, texts: Texts, changed: (change: DataChange) => void): DataDoor {
  return {
    list: (type, offset, limit) => door.list(type, offset, limit),
    create: (type, text) => {
      const made = door.create(type, text);
      changed({ kind: "create", type, id: made.id, after: made.item });
      return made;
    },
    replace: (type, id, text) => {
      const before = texts.text(type, id);
      const made = door.replace(type, id, text);
      if (made) changed({ kind: "update", type, id, before, after: made.item });
      return made;
    },
    remove: (type, id) => {
      const before = texts.text(type, id);
      const isRemoved = door.remove(type, id);
      if (isRemoved) changed({ kind: "delete", type, id, before });
      return isRemoved;
    },
    merge: (type, id, into) => {
      const isMerged = door.merge?.(type, id, into) ?? false;
      if (isMerged) changed({ kind: "merge", type, id: into });
      return isMerged;
    },
  };
}
