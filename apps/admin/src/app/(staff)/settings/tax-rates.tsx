import type { TaxRate } from "@stoa/api/settings/schemas";
import { ActForm } from "../../../forms/act-form.tsx";
import { Confirmed } from "../../../forms/confirmed.tsx";
import { List } from "../../../parts/list.tsx";
import { removeTaxRate, upsertTaxRate } from "./actions.ts";

const NAMES = new Intl.DisplayNames("en", { type: "region" });

/** What buyers of each country are taxed; others are not, and their order says so. */
export function TaxRates({ rates, mayWrite }: { rates: readonly TaxRate[]; mayWrite: boolean }) {
  return (
    <>
      <List
        caption="Tax rates by country"
        path="/settings"
        page={{ items: rates }}
        keyOf={(rate) => rate.country}
        empty={{ title: "No country is taxed.", hint: "Add the first below; orders that exist keep what they say." }}
        columns={[
          { head: "Country", cell: (rate) => `${rate.country}, ${NAMES.of(rate.country) ?? ""}` },
          { head: "Tax", cell: (rate) => rate.name },
          { head: "Rate", numeric: true, cell: (rate) => `${rate.rateBps / 100} %` },
          { head: "In the price", cell: (rate) => (rate.mode === "inclusive" ? "included" : "added at checkout") },
          ...(mayWrite ? [{ head: "Do", cell: (rate: TaxRate) => <Remove rate={rate} /> }] : []),
        ]}
      />
      {mayWrite ? (
        <ActForm
          id="tax"
          inline
          again
          action={upsertTaxRate}
          fields={[
            { name: "country", label: "Country", hint: "Two letters: DE", className: "basis-32" },
            { name: "name", label: "Name on receipts", hint: "VAT, GST", className: "basis-44" },
            { name: "rate", label: "Rate in per cent", hint: "19 or 5.5", inputMode: "decimal", className: "basis-36" },
            {
              name: "mode",
              label: "The price",
              hint: "What the shop shows",
              type: "select",
              options: [
                { value: "inclusive", label: "includes it" },
                { value: "exclusive", label: "comes without it" },
              ],
              className: "basis-44",
            },
          ]}
          submit="Set the rate"
          busy="Setting…"
          look="secondary"
        />
      ) : null}
    </>
  );
}

function Remove({ rate }: { rate: TaxRate }) {
  return (
    <Confirmed
      id={`remove-${rate.country}`}
      quiet
      ask={`Remove ${rate.country}…`}
      consequence="Orders from now on are not taxed there. Those that exist keep what they say."
      action={removeTaxRate}
      hidden={{ country: rate.country }}
      submit="Remove the rate"
      busy="Removing…"
      look="danger"
    />
  );
}
