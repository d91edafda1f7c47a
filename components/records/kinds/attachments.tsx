import type { z } from "zod";
import { PanelSection } from "@/components/ui/side-panel";
import type { attachmentSchema } from "@/lib/records/schema";
import { When } from "../when";
import { sizeText } from "../words";

type Attachment = z.output<typeof attachmentSchema>;

/** What a document or report consists of. The content stays with the system it came from. */
export function Attachments({ attachments }: { attachments: readonly Attachment[] }) {
  if (attachments.length === 0) return null;
  return (
    <PanelSection title="Attachments" aside="kept at the source">
      <ul className="grid gap-2">
        {attachments.map((attachment) => (
          <li key={JSON.stringify(attachment)}>
            <bdi className="wrap-anywhere font-medium">{attachment.title ?? "Without a title"}</bdi>
            <span className="flex flex-wrap gap-x-3 text-ink-3 text-xs">
              <span>{attachment.contentType ?? "Type not known"}</span>
              {attachment.sizeBytes === null ? null : <span>{sizeText(attachment.sizeBytes)}</span>}
              {attachment.createdAt ? <When at={attachment.createdAt} /> : null}
            </span>
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}
