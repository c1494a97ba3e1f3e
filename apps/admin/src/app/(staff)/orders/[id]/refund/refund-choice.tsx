import type { OrderView } from "@stoa/api/orders/schemas";
import { Button } from "@stoa/ui/button";
import { Checkbox, Radio, RadioGroup } from "@stoa/ui/choice";
import { Field } from "@stoa/ui/field";
import { Input } from "@stoa/ui/input";
import Form from "next/form";
import { Amount } from "../../../../../parts/amount.tsx";

interface RefundChoiceProps {
  order: OrderView;
  search: URLSearchParams;
  /** The link names a way to refund, but not what. */
  unfinished: boolean;
}

/**
 * What to refund: a form that is a link, so that a preview can be kept and sent. What belongs to a way that is not chosen
 * is out of sight, so that nobody ticks a line and refunds everything. No script needed.
 */
export function RefundChoice({ order, search, unfinished }: RefundChoiceProps) {
  const wish = search.get("wish") ?? "full";
  const chosen = search.getAll("line");
  const currency = (order.paid ?? order.total).currency;
  return (
    <Form action={`/orders/${order.id}/refund`} className="group grid max-w-reading gap-5">
      <RadioGroup id="wish" legend="What goes back">
        <Radio
          name="wish"
          value="full"
          defaultChecked={wish === "full"}
          label="Everything that is left"
          hint="All access ends."
        />
        <Radio
          name="wish"
          value="lines"
          defaultChecked={wish === "lines"}
          label="Some of what was bought"
          hint="Each whole, with its tax; its access ends."
        />
        <div className="hidden gap-1 pl-8 group-has-[[value=lines]:checked]:grid">
          {unfinished && wish === "lines" ? (
            <p role="alert" className="text-madder text-sm">
              Choose at least one.
            </p>
          ) : null}
          {order.lines.map((line) => (
            <Checkbox
              key={line.lineId}
              name="line"
              value={line.lineId}
              defaultChecked={chosen.includes(line.lineId)}
              disabled={line.reversedAt !== null}
              label={line.title}
              hint={<Amount value={line.total} />}
            />
          ))}
        </div>
        <Radio
          name="wish"
          value="amount"
          defaultChecked={wish === "amount"}
          label="An amount of the whole"
          hint="A matter of price, divided over what was bought. Access stays until everything has gone back."
        />
        <Field
          id="refund-amount"
          label={`Amount in ${currency}`}
          error={unfinished && wish === "amount" ? "Type an amount, as in 12.50." : undefined}
          className="hidden max-w-72 pl-8 group-has-[[value=amount]:checked]:grid"
        >
          {(wiring) => (
            <Input {...wiring} name="amount" inputMode="decimal" defaultValue={search.get("amount") ?? ""} />
          )}
        </Field>
      </RadioGroup>
      <div>
        <Button type="submit" look="secondary">
          Show what follows
        </Button>
      </div>
    </Form>
  );
}
