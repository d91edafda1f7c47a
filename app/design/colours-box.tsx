import { Box } from "./box";

const colours =
  "frame sheet sunken raised hover selected line line-strong control ink ink-2 ink-3 accent focus run ok warn bad ask idle added changed unchanged deleted conflicted series-1 series-2 series-3 series-4 series-5 series-6".split(
    " ",
  );

export function ColoursBox() {
  return (
    <Box title="Colours by meaning">
      <ul className="grid grid-cols-4 gap-x-2.5 gap-y-1.5 max-sm:grid-cols-3">
        {colours.map((name) => (
          <li key={name} className="flex items-center gap-1.75 text-2xs text-ink-2">
            <i
              className="size-4.5 flex-none rounded-sm inset-ring inset-ring-ink/14"
              style={{ background: `var(--color-${name})` }}
            />
            {name}
          </li>
        ))}
      </ul>
    </Box>
  );
}
