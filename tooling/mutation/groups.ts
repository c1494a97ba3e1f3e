/** Code whose tests are tested: each fault planted in `mutate` must be noticed by `tests`. Globs from the root. */
export interface MutationGroup {
  name: string;
  /** The share of the planted faults that must be noticed, in per cent. */
  atLeast: number;
  mutate: readonly string[];
  tests: readonly string[];
}

const CHECKOUT = "packages/api/src/checkout";
const ORDERS = "packages/api/src/orders";
const PAYMENTS = "packages/api/src/payments";

/** Where a fault costs money or opens a door. */
export const MUTATION_GROUPS: readonly MutationGroup[] = [
  {
    name: "pricing",
    atLeast: 90,
    mutate: ["packages/kit/src/{money,currency}.ts", `${CHECKOUT}/{quote-order,divide-money-back,postings}.ts`],
    tests: [
      "packages/kit/src/*.test.ts",
      `${CHECKOUT}/{quote-order,postings}.test.ts`,
      `${CHECKOUT}/buyer.story.test.ts`,
      `${CHECKOUT}/{checkout,money-back}.db.test.ts`,
    ],
  },
  {
    name: "ledger",
    atLeast: 90,
    mutate: ["packages/ledger/src/*.ts", "!packages/ledger/src/{index,codes,errors}.ts", "!**/*.test.ts"],
    tests: ["packages/ledger/src/*.test.ts", "!packages/ledger/src/{random-history,concurrency}.db.test.ts"],
  },
  {
    name: "settlement",
    atLeast: 80,
    mutate: [
      `${CHECKOUT}/{settle-payment,complete-sale,hold-payment,record-refund,record-dispute,record-repayment}.ts`,
      `${CHECKOUT}/{book-money-back,decide-review,reverse-lines,payment-entries,income,apply-fact}.ts`,
      `${ORDERS}/{move-order,issue-invoice,document-numbers,as-taken,reviews}.ts`,
      `${PAYMENTS}/{record-payment,refund-rows,dispute-rows,receive-webhook,handle-event-fact}.ts`,
    ],
    // The histories in all their orders take minutes, and see nothing that these do not see in one order.
    tests: [
      `${CHECKOUT}/{settle-payment,complete-sale,apply-fact,held-payment,accepted-payment,decide-review}.db.test.ts`,
      `${CHECKOUT}/{money-back,announced-money,checkout,commissions,staff-alerts}.db.test.ts`,
      `${CHECKOUT}/income.test.ts`,
      `${CHECKOUT}/{sale,events,notices}.story.test.ts`,
      `${CHECKOUT}/{refunds,disputes}/*.test.ts`,
      "packages/api/src/webhooks/announced.story.test.ts",
      `${ORDERS}/*.test.ts`,
      `${PAYMENTS}/*.test.ts`,
    ],
  },
  {
    name: "refunds",
    atLeast: 80,
    mutate: [
      `${CHECKOUT}/refunds/*.ts`,
      `!${CHECKOUT}/refunds/{router,schemas,errors}.ts`,
      "!**/*.test.ts",
      `${ORDERS}/issue-credit-note.ts`,
      `${PAYMENTS}/{requested-refunds,gateway-calls}.ts`,
    ],
    tests: [
      `${CHECKOUT}/refunds/*.test.ts`,
      `${CHECKOUT}/{money-back,held-payment}.db.test.ts`,
      `${PAYMENTS}/*.test.ts`,
    ],
  },
  {
    name: "identity",
    atLeast: 80,
    mutate: [
      "packages/api/src/identity/*.ts",
      "!packages/api/src/identity/{index,router,schemas,jobs,errors}.ts",
      "!**/*.test.ts",
    ],
    // What an answer costs cannot be told while faults are planted: every line of the code asks for the fault.
    tests: [
      "packages/api/src/identity/*.test.ts",
      "packages/api/src/middleware/admission.db.test.ts",
      "!packages/api/src/identity/same-work.db.test.ts",
    ],
  },
];
