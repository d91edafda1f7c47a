import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { type ChannelForm, sharedParts } from "./channel-form";
import { type Channel, useChannelVersions } from "./use-channels";

type SavedMeanwhileProps = {
  /** As it is saved now. */
  channel: Channel;
  /** What the form began with, and what it says now. */
  before: ChannelForm;
  mine: ChannelForm;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
};

/** Somebody else saved the channel while it was being changed here: who, and what a person can do about it. */
export function SavedMeanwhile({ channel, before, mine, onKeepMine, onTakeTheirs }: SavedMeanwhileProps) {
  const { version } = channel;
  const { data } = useChannelVersions(channel.id, version);
  const [newest] = data?.pages[0]?.data ?? [];
  const by = newest?.version === version ? ` by ${newest.by.name}` : "";
  const parts = sharedParts(before, mine, channel);
  return (
    <div className="px-4.5 pt-4.5 max-sm:px-3.5">
      <Banner tone="warn" title={`Version ${version} was saved meanwhile${by}`}>
        <p>
          What you typed is still here.{" "}
          {parts.length > 0
            ? `Both of you changed the ${parts.join(" and the ")}: keep yours and it goes over theirs, the rest stays as they saved it.`
            : "You changed other parts than they did: keep yours and both stand."}
        </p>
        <div className="mt-2 flex flex-wrap gap-2">
          <Button size="sm" onClick={onKeepMine}>
            Keep mine
          </Button>
          <Button size="sm" onClick={onTakeTheirs}>
            Drop mine and show version {version}
          </Button>
        </div>
      </Banner>
    </div>
  );
}
