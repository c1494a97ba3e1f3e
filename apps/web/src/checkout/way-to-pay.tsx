import { Radio, RadioGroup } from "@stoa/ui/choice";
import { getTranslations } from "next-intl/server";
import { GATEWAYS, type GatewayName } from "./gateways.ts";

/** Asked only where there is more than one answer; the first is the habit of the buyer's country. */
export async function WayToPay({ gateways }: { gateways: readonly GatewayName[] }) {
  if (gateways.length < 2) return null;
  const t = await getTranslations("checkout");
  return (
    <RadioGroup id="way" legend={t("wayToPay")}>
      {gateways.map((gateway, index) => (
        <Radio
          key={gateway}
          name="gateway"
          value={gateway}
          defaultChecked={index === 0}
          label={GATEWAYS[gateway]}
          hint={t(`way.${gateway}`)}
        />
      ))}
    </RadioGroup>
  );
}
