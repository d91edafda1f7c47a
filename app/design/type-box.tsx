import { Box } from "./box";

const sizes = [
  { name: "2xl 28/32", text: "11:04", look: "text-2xl font-semibold tracking-figure" },
  { name: "xl 20/28", text: "Okafor, Adaeze", look: "text-xl font-semibold tracking-heading" },
  { name: "lg 16/24", text: "Lab result", look: "text-lg font-semibold tracking-title" },
  { name: "md 14/20", text: "Forms, dialogs, reading", look: "text-md" },
  { name: "sm 13/20", text: "The body of the workspace", look: "text-sm" },
  { name: "xs 12/16", text: "Captions, chips", look: "text-xs text-ink-2" },
  { name: "2xs 11/16", text: "Column heads, axes", look: "text-2xs font-medium text-ink-3" },
  { name: "mono 12", text: "msg_2pQf91 0O 1lI", look: "font-mono text-xs" },
] as const;

export function TypeBox() {
  return (
    <Box title="Type">
      <dl className="grid gap-1.25">
        {sizes.map(({ name, text, look }) => (
          <div key={name} className="grid grid-cols-[84px_1fr] items-baseline">
            <dt className="text-2xs text-ink-3 tabular-nums">{name}</dt>
            <dd className={look}>{text}</dd>
          </div>
        ))}
      </dl>
    </Box>
  );
}
