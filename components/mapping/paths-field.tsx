import { Plus, X } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

type PathsFieldProps = { label: string; paths: readonly string[]; onChange: (paths: string[]) => void };

/** Several paths in their order. */
export function PathsField({ label, paths, onChange }: PathsFieldProps) {
  return (
    <fieldset>
      <legend className="mb-1.25 font-medium text-sm">{label}</legend>
      <div className="grid gap-1.5">
        {paths.map((path, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a path is known by its place alone.
          <div key={index} className="flex items-center gap-1">
            <Input
              aria-label={`Path ${index + 1}`}
              value={path}
              spellCheck={false}
              onChange={(event) => onChange(paths.with(index, event.target.value))}
            />
            <IconButton
              size="sm"
              icon={X}
              label={`Remove path ${index + 1}`}
              disabled={paths.length === 1}
              onClick={() => onChange(paths.toSpliced(index, 1))}
            />
          </div>
        ))}
      </div>
      <Button size="sm" icon={Plus} onClick={() => onChange([...paths, ""])} className="mt-1.5">
        Add path
      </Button>
    </fieldset>
  );
}
