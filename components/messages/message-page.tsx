"use client";

import { useRouter } from "next/navigation";
import { Sheet, SheetBody, SheetHead } from "@/components/shell/sheet";
import { MessageView } from "./message-view";

const trail = [{ label: "Messages", href: "/messages" }];

/** A message on a page of its own. */
export function MessagePage({ id }: { id: string }) {
  const router = useRouter();
  return (
    <Sheet>
      <SheetHead title="Message" trail={trail} />
      <SheetBody>
        <div className="flex min-h-full flex-col lg:h-full">
          <MessageView id={id} onReplayed={(next) => router.push(`/messages/${next}`)} />
        </div>
      </SheetBody>
    </Sheet>
  );
}
