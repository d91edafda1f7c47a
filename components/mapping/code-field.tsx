import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";

type CodeFieldProps = {
  label: string;
  help?: string;
  optional?: boolean;
  value: string;
  onChange: (value: string) => void;
};

/** A few lines of code. */
export function CodeField({ value, onChange, ...field }: CodeFieldProps) {
  return (
    <Field {...field}>
      <TextArea
        rows={3}
        maxLength={10_000}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
