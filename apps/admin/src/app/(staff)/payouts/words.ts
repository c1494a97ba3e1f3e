const WORDS: Readonly<Record<string, string>> = {
  requested: "awaits_approval",
  sent: "on_its_way",
  returned: "came_back",
};

/** A payout's state as the badges know it: some of its words mean something else of orders and mails. */
export function inPayoutWords(status: string): string {
  return WORDS[status] ?? status;
}
