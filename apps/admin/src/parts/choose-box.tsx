import { Checkbox } from "@stoa/ui/choice";

/** Chooses one thing for what is done with many; it belongs to a form that stands elsewhere on the page. */
export function ChooseBox({ form, id, name }: { form: string; id: string; name: string }) {
  return <Checkbox form={form} name="ids" value={id} label={<span className="sr-only">Choose {name}</span>} />;
}
