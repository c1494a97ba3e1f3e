const WORDS: Readonly<Record<string, string>> = {
  requested: "awaits_approval",
  sent: "on_its_way",
  returned: "came_back",
};

/** A payout's state as the badges know it: some of its words mean something else of orders and mails. */
export function inPayoutWords(status: string): string {
  return WORDS[status] ?? status;
}

/** A batch as people speak of it: the one of a month by its month and currency, one that was asked for by its end. */
export function batchName(key: string): string {
  const [month, currency] = key.split(":");
  return month === "asked" ? `Asked for, …${key.slice(-6)}` : `${month}, ${currency}`;
}
