import type { Currency } from "@stoa/kit";
import { BadGatewayConfig, GatewayNotOffered, NoGatewayForCurrency } from "./errors.ts";
import { GATEWAY_NAMES, type Gateway, type GatewayName } from "./gateway.ts";
import { createPayPalGateway, type PayPalConfig } from "./paypal/paypal-gateway.ts";
import type { StripeConfig } from "./stripe/stripe-api.ts";
import { createStripeGateway } from "./stripe/stripe-gateway.ts";

/** The settings of each gateway. A gateway is on when it has settings. */
export interface GatewaySettings {
  stripe: StripeConfig;
  dodo: object;
  razorpay: object;
  paypal: PayPalConfig;
  paystack: object;
}
export type GatewaysConfig = { readonly [Name in GatewayName]?: GatewaySettings[Name] | undefined };

type Factories = { readonly [Name in GatewayName]: ((settings: GatewaySettings[Name]) => Gateway) | null };

/** A gateway is its folder and its line here; a name without a line does not compile. Null: not offered yet. */
const FACTORIES: Factories = {
  stripe: createStripeGateway,
  dodo: null,
  razorpay: null,
  paypal: createPayPalGateway,
  paystack: null,
};

/** Where a gateway is the habit of the country's buyers; elsewhere the order of `GATEWAY_NAMES` decides. */
const FIRST_CHOICE: Readonly<Record<string, GatewayName | undefined>> = {
  IN: "razorpay",
  NG: "paystack",
  GH: "paystack",
  KE: "paystack",
  ZA: "paystack",
};

export interface Choice {
  currency: Currency;
  /** ISO 3166-1 alpha-2, when it is known. */
  country: string | null;
  /** What the buyer or an administrator asked for; refused when it is off or does not take the currency. */
  preferred?: GatewayName | undefined;
}

export interface Gateways {
  /** Throws `GatewayNotOffered` for a gateway that is off. */
  get(name: GatewayName): Gateway;
  enabled(): readonly GatewayName[];
  /** Throws `GatewayNotOffered` or `NoGatewayForCurrency`. */
  choose(choice: Choice): Gateway;
  /** All that take the currency, the one that `choose` would take first. */
  offered(choice: Omit<Choice, "preferred">): readonly GatewayName[];
}

/** Switches on what is configured. Throws `BadGatewayConfig` for settings that cannot work. */
export function createGateways(config: GatewaysConfig): Gateways {
  const gateways = new Map<GatewayName, Gateway>();
  for (const name of GATEWAY_NAMES) {
    const gateway = build(name, config);
    if (gateway !== null) gateways.set(name, gateway);
  }
  const get = (name: GatewayName) => {
    const gateway = gateways.get(name);
    if (gateway === undefined) throw new GatewayNotOffered(name);
    return gateway;
  };
  const taking = ({ currency, country }: Omit<Choice, "preferred">) => {
    const first = gateways.get(FIRST_CHOICE[country ?? ""] ?? "stripe");
    const all = [...new Set([...(first ? [first] : []), ...gateways.values()])];
    return all.filter((gateway) => gateway.takes(currency)).map((gateway) => gateway.name);
  };
  return {
    get,
    enabled: () => [...gateways.keys()],
    choose: ({ currency, country, preferred }) => {
      if (preferred !== undefined) return mustTake(get(preferred), currency);
      const [chosen] = taking({ currency, country });
      if (chosen === undefined) throw new NoGatewayForCurrency(currency);
      return get(chosen);
    },
    offered: taking,
  };
}

function build<Name extends GatewayName>(name: Name, config: GatewaysConfig): Gateway | null {
  const settings: GatewaysConfig[Name] = config[name];
  if (settings === undefined) return null;
  const factory: Factories[Name] = FACTORIES[name];
  if (factory === null) {
    throw new BadGatewayConfig(
      `${name} is configured, but this version of Stoa does not offer it; remove its settings`,
    );
  }
  return factory(settings);
}

function mustTake(gateway: Gateway, currency: Currency): Gateway {
  if (!gateway.takes(currency)) throw new NoGatewayForCurrency(currency);
  return gateway;
}
